// Who wants to know of what. Listeners of a screen are forgotten when it closes.

export function makeEvents() {
  const listeners = new Map();
  let ofScreen = [];

  function on(name, listener) {
    if (!listeners.has(name)) listeners.set(name, new Set());
    listeners.get(name).add(listener);
    return () => listeners.get(name).delete(listener);
  }

  return {
    on,
    onWhileOpen(name, listener) {
      const forget = on(name, listener);
      ofScreen.push(forget);
      return forget;
    },
    forgetScreen() {
      ofScreen.forEach((forget) => forget());
      ofScreen = [];
    },
    tell(name, ...about) {
      for (const listener of [...(listeners.get(name) ?? [])]) listener(...about);
    },
  };
}
