// The screens by name; each is fetched when it is first shown, and all of them once the first one stands.
export const SCREENS = {
  home: () => import("./screens/home.js"),
  pair: () => import("./screens/pair.js"),
  status: () => import("./screens/status.js"),
};
