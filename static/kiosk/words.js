// The words of the screens, in the language that stands on the tablet.

/** `load(language)` fetches the words; `say(key, {name: value})` fills %(name)s. */
export async function makeWords({ load, language }) {
  const spoken = {};
  const words = {
    language: null,
    async speak(wanted) {
      spoken[wanted] ??= await load(wanted);
      words.language = wanted;
    },
    say(key, values = {}) {
      const found = spoken[words.language][key];
      if (found === undefined) {
        console.error(`no words for ${key}`);
        return key;
      }
      const text = Array.isArray(found) ? found[values.num === 1 ? 0 : 1] : found;
      return text.replace(/%\((\w+)\)[sd]/g, (place, name) => (name in values ? String(values[name]) : place));
    },
  };
  await words.speak(language);
  return words;
}
