// The screens by name; each is fetched when it is first shown, and all of them once the first one stands.
export const SCREENS = {
  home: () => import("./screens/home.js"),
  pair: () => import("./screens/pair.js"),
  show: () => import("./screens/show.js"),
  session: () => import("./screens/session.js"),
  close_session: () => import("./screens/close_session.js"),
  report: () => import("./screens/report.js"),
  day: () => import("./screens/day.js"),
  pin: () => import("./screens/pin.js"),
  sell: () => import("./screens/sell.js"),
  pay: () => import("./screens/pay.js"),
  receipt: () => import("./screens/receipt.js"),
  receipts: () => import("./screens/receipts.js"),
  takeback: () => import("./screens/takeback.js"),
  giveaway: () => import("./screens/giveaway.js"),
  status: () => import("./screens/status.js"),
};
