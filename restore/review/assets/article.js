// The text on the page: original and restored beside each other, row by row; a view shows one of the columns or both.

const article = document.getElementById("article");
const COLUMNS = ["original", "restored"];
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
    else out.push({ from, to, units: [], shown: "" });
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
    cells = COLUMNS.map((column) => make("div", { className: `cell ${column}` }));
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
    region.nodes = COLUMNS.map((column, i) => {
      const node = make("span", { className: "region" });
      cells[i].append(node);
      return node;
    });
    last = region.to;
  }
  plain(last, text.length);
  article.append(rows);
}

/** Draw what has changed: `edits` as from `resolve`. */
function draw(edits, decisions) {
  let at = 0;
  for (const region of regions) {
    const here = [];
    while (at < edits.length && inside(edits[at], region)) here.push(edits[at++]);
    const decided = region.units.map((unit) => decisions.get(unit.id)?.accept ?? "");
    const shown = `${here.map((e) => `${e.ids}:${e.from}:${e.to}:${e.target}`).join("|")}/${decided}`;
    if (shown === region.shown) continue;
    region.shown = shown;
    fill(region, here, decisions);
  }
}

function fill(region, edits, decisions) {
  const done = new Set(edits.flatMap((edit) => edit.ids));
  const clash = (unit) => edits.some((e) => (unit.from < e.to && unit.to > e.from) || (unit.from === e.from && unit.to === e.to));
  const idle = region.units.filter((unit) => !done.has(unit.id) && (!unit.repair || decisions.has(unit.id)) && !clash(unit));
  const items = [...edits.map((edit) => ({ ...edit, made: true })), ...idle.map((unit) => ({ ...unit, ids: [unit.id], made: false }))];
  items.sort((a, b) => a.start - b.start || a.end - b.end);
  const focused = document.activeElement;
  COLUMNS.forEach((column, i) => {
    const node = region.nodes[i];
    const held = node.contains(focused) ? focused.dataset.unit : null;
    const parts = [];
    let last = region.from;
    for (const item of items) {
      if (item.from < last) continue;
      parts.push(text.slice(last, item.from), editNode(item, column, decisions));
      last = item.to;
    }
    parts.push(text.slice(last, region.to));
    node.replaceChildren(...parts.filter((part) => part !== ""));
    if (held !== null) (node.querySelector(`[data-unit="${held}"]`) ?? node.querySelector(".edit"))?.focus({ preventScroll: true });
  });
}

function editNode(item, column, decisions) {
  const unit = units[item.ids[0]];
  const words = column === "restored" && item.made ? item.target : item.source;
  const mine = item.ids.some((id) => decisions.has(id));
  const shade = 1 + SHADES.filter((least) => unit.confidence >= least).length;
  const label = item.made
    ? `${quoted(item.target)} for ${quoted(item.source)}, ${sure(unit)}, ${mine ? "accepted by you" : "made"}`
    : `${quoted(item.source)}, proposed ${quoted(item.target)}, ${sure(unit)}, ${mine ? "rejected by you" : "not made"}`;
  const node = make("span", {
    className: `edit ${item.made ? `made s${shade}` : "idle"}${mine ? " mine" : ""}${words ? "" : " empty"}`,
    role: "button", tabIndex: -1, "aria-label": label, "aria-pressed": String(item.made), "aria-haspopup": "dialog",
  }, words);
  node.dataset.unit = unit.id;
  return node;
}

/** The column in which edits take the focus. */
const column = () => (article.dataset.view === "original" ? "original" : "restored");
const editNodes = () => [...article.querySelectorAll(`.${column()} .edit`)];
const nodeOf = (id) => article.querySelector(`.${column()} .edit[data-unit="${id}"]`);
