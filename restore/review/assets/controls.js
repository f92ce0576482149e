// State, decisions, threshold, views, keys, and saving.

const state = { position: data.start, decisions: new Map(), history: [], edits: [], dismissed: false, saved: true };
const byId = (id) => document.getElementById(id);
const slider = byId("threshold");

function update() {
  state.edits = resolve(state.position, state.decisions);
  draw(state.edits, state.decisions);
  const value = thresholds[state.position];
  byId("threshold-value").textContent = String(value);
  slider.value = String(state.position);
  slider.setAttribute("aria-valuetext", `${percent(value)}, ${counted(state.edits.length, "edit")}`);
  const done = new Set(state.edits.flatMap((edit) => edit.ids));
  const left = units.filter((unit) => !unit.repair && !done.has(unit.id)).length;
  const mine = state.decisions.size;
  byId("counts").textContent = `${counted(state.edits.length, "edit")} made, ${left} not, ${mine} decided by you`;
  byId("undo").disabled = !state.history.length;
  if (!card.hidden) {
    if (shown.node && !shown.node.isConnected) shown.node = nodeOf(shown.ids[0]);
    fillCard();
  }
}

let saying = 0;
/** Tell a screen reader, when things have come to rest. */
function say(words) {
  clearTimeout(saying);
  saying = setTimeout(() => (byId("said").textContent = words), 250);
}

function remember() {
  state.history.push(new Map(state.decisions));
  state.saved = false;
}

/** Carry out a button or key of the card on units: "accept", "reject", "toggle" or "candidate-N". */
function act(key, ids) {
  if (!ids.length) return;
  const unit = units[ids[0]];
  const made = state.edits.some((edit) => edit.ids.includes(ids[0]));
  const [name, number] = key.split("-");
  const chosen = name === "candidate" ? unit.alternatives[Number(number)] : null;
  if (name === "candidate" && !chosen) return;
  const accept = name === "toggle" ? !made : name === "reject" ? false : !chosen || chosen[0] !== unit.source;
  remember();
  ids.forEach((id) => state.decisions.set(id, { accept, target: units[id].target, origin: units[id].origin }));
  if (accept && chosen && chosen[0] !== unit.target) {
    ids.forEach((id) => state.decisions.set(id, { accept: id === unit.id, target: units[id].target, origin: units[id].origin }));
    state.decisions.set(unit.id, { accept, target: chosen[0], origin: chosen[2] });
  } else if (accept && name === "accept" && state.history.at(-1).get(unit.id)?.accept) {
    // accepting what was chosen among the candidates keeps the choice
    ids.forEach((id) => state.decisions.set(id, state.history.at(-1).get(id) ?? state.decisions.get(id)));
  }
  update();
  say(`${quoted(unit.source)}: ${accept ? `accepted, now ${quoted(state.decisions.get(unit.id).target)}` : "rejected"}. ${byId("counts").textContent}`);
}

function undo() {
  if (!state.history.length) return;
  const before = state.decisions;
  state.decisions = state.history.pop();
  update();
  const changed = [...before.keys()].find((id) => before.get(id) !== state.decisions.get(id));
  nodeOf(changed)?.focus();
  say(`Undone. ${byId("counts").textContent}`);
}

/** Focus the next (1) or previous (-1) edit, from the one focused last or from the top of the screen. */
function step(by) {
  const nodes = editNodes();
  if (!nodes.length) return;
  const from = nodes.findIndex((node) => node === document.activeElement || (card.contains(document.activeElement) && node === shown.node));
  let to = from + by;
  if (from < 0) {
    const last = nodes.findIndex((node) => node.tabIndex === 0 && node.dataset.unit === state.last);
    const top = byId("article").getBoundingClientRect().top > 0 ? 0 : nodes.findIndex((node) => node.getBoundingClientRect().top > 120);
    to = last >= 0 ? last + by : Math.max(0, by > 0 ? top : top - 1);
  }
  const node = nodes[Math.max(0, Math.min(to, nodes.length - 1))];
  state.last = node.dataset.unit;
  node.scrollIntoView({ block: "nearest" });
  node.focus({ preventScroll: true });
}

function moveThreshold(position) {
  state.position = Math.max(0, Math.min(position, thresholds.length - 1));
  update();
  say(byId("counts").textContent);
}

function setView(name) {
  const input = document.querySelector(`input[name="view"][value="${name}"]`);
  input.checked = true;
  closeCard();
  article.dataset.view = name;
  draw(state.edits, state.decisions);
  const first = nodeOf(state.last ?? units[0]?.id) ?? editNodes()[0];
  if (first) rove(first);
}

function nextView() {
  const names = ["restored", "original", "both"];
  const name = names[(names.indexOf(article.dataset.view) + 1) % names.length];
  const focused = document.activeElement?.dataset.unit;
  setView(name);
  if (focused !== undefined) nodeOf(focused)?.focus();
  say(`View: ${document.querySelector('input[name="view"]:checked').parentElement.textContent}`);
}

const KEYS = {
  n: () => step(1), ArrowRight: () => step(1), p: () => step(-1), ArrowLeft: () => step(-1), u: undo, v: nextView,
  "?": () => byId("help").showModal(), "+": () => moveThreshold(state.position + 1), "-": () => moveThreshold(state.position - 1),
};
const ON_EDIT = { a: "accept", r: "reject", " ": "toggle" };

function onKey(event) {
  const { key, target } = event;
  if (byId("help").open) return;
  if (key === "Escape") {
    if (card.hidden) return;
    const { node } = shown;
    const inCard = card.contains(target);
    state.dismissed = !inCard;
    if (inCard) node.focus();
    else closeCard();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !event.shiftKey) {
    event.preventDefault();
    return undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onEdit = target.classList?.contains("edit"), inCard = card.contains(target);
  if (onEdit && key === "Enter") {
    event.preventDefault();
    openCard(target);
    return card.querySelector("button")?.focus();
  }
  const ids = onEdit || inCard ? (onEdit ? idsOf(target) : shown.ids) : [];
  if (onEdit && key === " ") {
    event.preventDefault();
    return act("toggle", ids);
  }
  if (!byId("single-keys").checked || (target.matches?.("input") && key.startsWith("Arrow"))) return;
  if (ids.length && /^[1-9]$/.test(key)) act(`candidate-${Number(key) - 1}`, ids);
  else if (ids.length && key in ON_EDIT && key !== " ") act(ON_EDIT[key], ids);
  else if (key in KEYS) KEYS[key]();
  else return;
  event.preventDefault();
}

function idsOf(node) {
  const id = Number(node.dataset.unit);
  return state.edits.find((edit) => edit.ids.includes(id))?.ids ?? [id];
}

function save(bytes, type, name) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  state.saved = true;
  say(`${name} downloaded.`);
}

async function copy(words, what) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // a page opened as a file may not be let at the clipboard; the old way needs a selection
    const area = make("textarea", { value: words, className: "hidden" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  note(`${what} copied.`);
}

function note(words) {
  say(words);
  const node = make("p", { className: "note" }, words);
  document.body.append(node);
  setTimeout(() => node.remove(), 3000);
}

const decisionsJson = () => `${JSON.stringify(decisionsFile(state.position, state.decisions, state.edits), null, 1)}\n`;
const named = (kind, suffix) => `${data.name.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "text"}.${kind}${suffix}`;
// the running text of a document is no document
const suffix = (data.input === "txt" && /\.[^.\\/]+$/.exec(data.name)?.[0]) || ".txt";
const SAVES = {
  "download-text": () => save(encodeText(written(state.edits)), "application/octet-stream", named("restored", suffix)),
  "copy-text": () => copy(written(state.edits), "Text"),
  "download-decisions": () => save(decisionsJson(), "application/json", named("decisions", ".json")),
  "copy-decisions": () => copy(decisionsJson(), "Decisions"),
};

slider.max = String(thresholds.length - 1);
slider.disabled = thresholds.length < 2;
let frame = 0;
slider.addEventListener("input", () => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => moveThreshold(Number(slider.value)));
});
document.querySelectorAll('input[name="view"]').forEach((input) => input.addEventListener("change", () => setView(input.value)));
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("undo").addEventListener("click", undo);
byId("keys").addEventListener("click", KEYS["?"]);
for (const [id, run] of Object.entries(SAVES)) {
  byId(id).addEventListener("click", () => {
    byId("save").open = false;
    try {
      run();
    } catch (error) {
      note(`Not saved: ${error.message}.`);
    }
  });
}
document.addEventListener("click", (event) => {
  if (!byId("save").contains(event.target)) byId("save").open = false;
});
document.addEventListener("keydown", onKey);
addEventListener("beforeunload", (event) => {
  if (!state.saved) event.preventDefault();
});
buildArticle();
update();
setView("restored");
listenForCards();
