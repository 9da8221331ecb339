// Whole dong in words, as shop/values/money.py writes them.
const NO_BREAK_SPACE = "\u00a0";

/** `125.000 ₫` in Vietnamese, `₫125,000` in English. */
export function formatVnd(amount, language = "vi") {
  const sign = amount < 0 ? "-" : "";
  const grouped = groupDigits(Math.abs(amount), language);
  return language === "vi" ? `${sign}${grouped}${NO_BREAK_SPACE}₫` : `${sign}₫${grouped}`;
}

/** `125.000` or `125,000`. */
export function groupDigits(number, language = "vi") {
  return String(number).replace(/\B(?=(\d{3})+$)/g, language === "vi" ? "." : ",");
}
