// Money is moved by somebody with a name.
import { askPin } from "../pin.js";

/** Who acts: whoever sells at the moment, else whoever types their PIN; null when nobody does. */
export async function whoActs(booth, title) {
  if (booth.cashier) return booth.cashier;
  if (!booth.snapshot?.cashiers?.length) {
    booth.toast(booth.say("session.no_cashiers"));
    return null;
  }
  return askPin(booth, { title });
}

/** May this person leave what visitors see? Whoever has a PIN may; where nobody has one yet, anybody. */
export async function whoLeaves(booth) {
  if (!booth.snapshot?.cashiers?.length) return true;
  const cashier = await askPin(booth, { title: booth.say("show.leave") });
  if (cashier) booth.setCashier(cashier);
  return Boolean(cashier);
}

/** The name of a cashier by the code that sales carry. */
export const nameOfCashier = (booth, code) => booth.snapshot?.cashiers?.find((one) => one.code === code)?.name ?? code;
