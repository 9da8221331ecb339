// Copies the icons we use from lucide-static into shop/web/icons.json.
// Usage: npm install && node scripts/vendor_icons.mjs  (then note the version in static/vendor/VENDOR.md)
import { readFileSync, writeFileSync } from "node:fs";

const ICONS = `
  arrow-down arrow-left arrow-right arrow-up arrow-up-down award badge-check ban banknote barcode bell bookmark building-2
  calendar calendar-clock camera check chevron-down chevron-left chevron-right chevron-up circle-alert circle-check
  circle-question-mark circle-x clock coins copy credit-card delete download external-link eye eye-off file-text funnel gift globe grid-2x2
  heart history home image info keyboard languages layers leaf link list list-filter loader-circle lock log-in log-out mail
  map map-pin menu message-circle minus monitor moon package package-x pause pencil phone play plus printer qr-code receipt-text refresh-cw rotate-ccw
  scale scan-barcode search send settings share-2 shield-check shopping-basket shopping-cart sliders-horizontal smartphone sprout
  store sun tag ticket trash-2 triangle-alert truck undo-2 upload user users utensils wallet wheat wifi wifi-off wine x zoom-in
`.trim().split(/\s+/);

const FOLDER = new URL("../node_modules/lucide-static/icons/", import.meta.url);

function markup(name) {
  const file = readFileSync(new URL(`${name}.svg`, FOLDER), "utf8");
  const [, inner] = file.match(/<svg[^>]*>([\s\S]*)<\/svg>/);
  return inner.replace(/\s+/g, " ").replaceAll(" />", "/>").replaceAll("> <", "><").trim();
}

const entries = ICONS.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(markup(name))}`);
writeFileSync(new URL("../shop/web/icons.json", import.meta.url), `{\n${entries.join(",\n")}\n}\n`);
