// What the page says in words.

const ORIGINS = {
  lexicon: "the dialect of a known spinner",
  observed: "the dialect of a known spinner, seen in real pairs of texts",
  inferred: "suggested by the dialect of a known spinner",
  ppdb: "an open thesaurus (PPDB)",
  wordnet: "an open thesaurus (WordNet)",
  tortured: "a known mistranslated term",
  user: "your own table",
  other: "the dialect of another spinner",
  reference: "the same passage in a reference text",
  model: "the model's own vocabulary",
  keep: "leave it as it is",
};

const origin = (name) => ORIGINS[name] ?? name;
const source = (name) => (name === "grammar" ? "A repair of grammar that the text or an edit made needed." : `From ${origin(name)}.`);
const percent = (share) => `${Math.round(share * 1000) / 10} %`;
const sure = (unit) => `${percent(unit.confidence)} sure`;
const quoted = (words) => (words === "" ? "nothing" : `“${words}”`);
const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** An element with properties and children; text is only ever text. */
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name in node && name !== "role") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}
