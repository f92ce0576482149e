// The text on the page: original and restored beside each other, row by row; a view shows one of the columns or both.

const article = document.getElementById("article");
const COLUMNS = ["original", "restored"];
const LONG_LINE = 120;
const SHADES = [0.5, 0.65, 0.8, 0.9];

/** Whether a place lies in a region; an insertion at its end does not. */
const inside = (place, region) =>
  place.from >= region.from && place.to <= region.to && (place.from < region.to || region.from === region.to);

/** Places where edits may stand: what overlaps is drawn together. */
const regions = (() => {
  const places = [...units, ...forms].sort((a, b) => a.start - b.start || a.end - b.end);
  const out = [];
  for (const { from, to } of places) {
    const last = out[out.length - 1];
    if (last && (from < last.to || (from === last.from && to === last.to))) last.to = Math.max(last.to, to);
    else out.push({ from, to, units: [], shown: {} });
  }
  let at = 0;
  for (const unit of [...units].sort((a, b) => a.start - b.start || a.end - b.end)) {
    while (!inside(unit, out[at])) at++;
    out[at].units.push(unit);
  }
  return out;
})();

/** Build the rows once; regions are filled in by `draw`. */
function buildArticle() {
  const rows = document.createDocumentFragment();
  let cells = null;
  const openRow = (far) => {
    cells = COLUMNS.map((name) => make("div", { className: `cell ${name}` }));
    rows.append(make("div", { className: far ? "row far" : "row" }, ...cells));
  };
  const write = (words) => {
    if (!words) return;
    if (!cells) openRow(false);
    cells.forEach((cell) => cell.append(words));
  };
  const plain = (from, to) => {
    const pieces = text.slice(from, to).split(/((?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*)/);
    pieces.forEach((piece, i) => {
      if (i % 2 === 0) write(piece);
      else openRow(/(?:\r\n|[\r\n])[ \t]*[\r\n]/.test(piece));
    });
  };
  let last = 0;
  for (const region of regions) {
    plain(last, region.from);
    if (!cells) openRow(false);
    region.nodes = {};
    COLUMNS.forEach((name, i) => {
      region.nodes[name] = document.createElement("span");
      cells[i].append(region.nodes[name]);
    });
    last = region.to;
  }
  plain(last, text.length);
  // long lines are paragraphs, short ones a text that was wrapped
  article.classList.toggle("paragraphs", text.length > LONG_LINE * rows.childElementCount);
  article.append(rows);
}

/** Draw what has changed in the columns in view: `edits` as from `resolve`. */
function draw(edits, decisions) {
  const columns = article.dataset.view === "both" ? COLUMNS : [article.dataset.view];
  let at = 0;
  for (const region of regions) {
    const here = [];
    let shown = "";
    while (at < edits.length && inside(edits[at], region)) {
      const edit = edits[at++];
      here.push(edit);
      shown += `${edit.ids}:${edit.from}:${edit.to}:${edit.target}|`;
    }
    for (const unit of region.units) shown += `/${decisions.get(unit.id)?.accept ?? ""}`;
    for (const name of columns) {
      if (region.shown[name] === shown) continue;
      region.shown[name] = shown;
      fill(region, name, here, decisions);
    }
  }
}

function fill(region, name, edits, decisions) {
  const places = [...edits];
  for (const unit of region.units) {
    const taken = edits.some((e) => e.ids.includes(unit.id) || (unit.from < e.to && unit.to > e.from) || (unit.from === e.from && unit.to === e.to));
    if (!taken && (!unit.repair || decisions.has(unit.id))) places.push(unit);
  }
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  const node = region.nodes[name], focused = document.activeElement;
  const held = node.contains(focused) ? focused.dataset.unit : null;
  const parts = [];
  let last = region.from;
  for (const place of places) {
    if (place.from > last) parts.push(text.slice(last, place.from));
    parts.push(editNode(place, name, decisions));
    last = place.to;
  }
  if (region.to > last) parts.push(text.slice(last, region.to));
  node.replaceChildren(...parts);
  if (held !== null) (node.querySelector(`[data-unit="${held}"]`) ?? node.querySelector(".edit"))?.focus({ preventScroll: true });
}

const blank = make("span", { role: "button", tabIndex: -1, "aria-haspopup": "dialog" });

/** An edit that is made (it has `ids`), or a unit that is not. */
function editNode(place, name, decisions) {
  const made = place.ids !== undefined, ids = place.ids ?? [place.id], unit = units[ids[0]];
  const words = name === "restored" && made ? place.target : place.source;
  const mine = ids.some((id) => decisions.has(id));
  const node = blank.cloneNode(false);
  node.className = `edit ${made ? `made s${1 + SHADES.filter((least) => unit.confidence >= least).length}` : "idle"}${mine ? " mine" : ""}${words ? "" : " empty"}`;
  node.setAttribute("aria-pressed", String(made));
  node.setAttribute("aria-label", made
    ? `${quoted(place.target)} for ${quoted(place.source)}, ${sure(unit)}, ${mine ? "accepted by you" : "made"}`
    : `${quoted(place.source)}, proposed ${quoted(place.target)}, ${sure(unit)}, ${mine ? "rejected by you" : "not made"}`);
  node.dataset.unit = unit.id;
  node.textContent = words;
  return node;
}

/** The column in which edits take the focus. */
const column = () => (article.dataset.view === "original" ? "original" : "restored");
const editNodes = () => [...article.querySelectorAll(`.${column()} .edit`)];
const nodeOf = (id) => article.querySelector(`.${column()} .edit[data-unit="${id}"]`);
