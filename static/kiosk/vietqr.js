// The text inside a VietQR code, made without a network. Twin: shop/payments/vietqr.py, with the same vectors.
const NETWORK = "A000000727";
const TO_AN_ACCOUNT = "QRIBFTTA";
const DONG = "704";
const LONGEST = { account: 19, memo: 25, name: 25 };
const MOST_DIGITS = 13;

/** This field cannot stand in a payment code: bin, account, amount, memo or name. */
export class BadQrField extends Error {
  constructor(field) {
    super(field);
    this.field = field;
  }
}

/** The text of a code that pays into an account: with an amount in dong for one payment, without for any. */
export function vietqrPayload({ bin, account, amount_vnd = null, memo = "", account_name = "" }) {
  check(/^[0-9]{6}$/.test(bin), "bin");
  check(/^[0-9A-Za-z]+$/.test(account) && account.length <= LONGEST.account, "account");
  check(amount_vnd === null || isAmount(amount_vnd), "amount");
  check(isPlain(memo, LONGEST.memo), "memo");
  check(isPlain(account_name, LONGEST.name), "name");
  const beneficiary = field("00", bin) + field("01", account);
  const payload = [
    field("00", "01"),
    field("01", amount_vnd === null ? "11" : "12"),
    field("38", field("00", NETWORK) + field("01", beneficiary) + field("02", TO_AN_ACCOUNT)),
    field("53", DONG),
    amount_vnd === null ? "" : field("54", String(amount_vnd)),
    field("58", "VN"),
    account_name ? field("59", account_name) : "",
    memo ? field("62", field("08", memo)) : "",
    "6304",
  ].join("");
  return payload + crc16(payload).toString(16).toUpperCase().padStart(4, "0");
}

/** CRC-16/CCITT-FALSE of plain ASCII: 29B1 for `123456789`. */
export function crc16(text) {
  let crc = 0xffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

function field(number, value) {
  return number + String(value.length).padStart(2, "0") + value;
}

function isAmount(amount) {
  return Number.isInteger(amount) && amount > 0 && amount < 10 ** MOST_DIGITS;
}

function isPlain(text, longest) {
  return text.length <= longest && /^[ -~]*$/.test(text);
}

function check(holds, name) {
  if (!holds) throw new BadQrField(name);
}
