// Gives life to what a page marks with data-behaviour="<name> <name>"; every page works without it.
const root = document.documentElement;
root.dataset.scripts = "";

/** Attaches the behaviours of `part` and all it contains; call it again for parts that arrive later. Settles with the last. */
export function attachAll(part) {
  const arriving = [];
  for (const element of part.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(" ")) {
      const attached = import(`./behaviours/${name}.js`).then((behaviour) => behaviour.attach(element));
      arriving.push(attached.catch((error) => console.error(`behaviour ${name}`, error)));
    }
  }
  return Promise.all(arriving);
}

attachAll(document).then(() => (root.dataset.scripts = "attached"));
