// The screens by name; each is fetched when it is first shown, and all of them once the first one stands.
export const SCREENS = {
  home: () => import("./screens/home.js"),
  pair: () => import("./screens/pair.js"),
  show: () => import("./screens/show.js"),
  session: () => import("./screens/session.js"),
  close_session: () => import("./screens/close_session.js"),
  report: () => import("./screens/report.js"),
  day: () => import("./screens/day.js"),
  status: () => import("./screens/status.js"),
};
