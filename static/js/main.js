// Gives life to what a page marks with data-behaviour="<name> <name>"; every page works without it.
const root = document.documentElement;
root.dataset.scripts = "";

/** Attaches the behaviours of `part` and all it contains; call it again for parts that arrive later. */
export function attachAll(part) {
  for (const element of part.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(" ")) {
      import(`./behaviours/${name}.js`)
        .then((behaviour) => behaviour.attach(element))
        .catch((error) => console.error(`behaviour ${name}`, error));
    }
  }
}

attachAll(document);
