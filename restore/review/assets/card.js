// The card of an edit: what stood there, what else the model weighed and why, and the decision.

const card = document.getElementById("card");
const shown = { node: null, ids: [] };
let closing = 0;

/** Show the card of an edit on the page. */
function openCard(node) {
  clearTimeout(closing);
  if (shown.node === node && !card.hidden) return;
  shown.node?.removeAttribute("aria-describedby");
  shown.node = node;
  fillCard();
}

/** Draw the card anew, after its edit has changed. */
function fillCard() {
  const { node } = shown;
  if (!node || !node.isConnected) return closeCard();
  const unit = units[Number(node.dataset.unit)];
  const edit = state.edits.find((one) => one.ids.includes(unit.id));
  const mine = state.decisions.has(unit.id);
  shown.ids = edit?.ids ?? [unit.id];
  const verdict = mine ? (edit ? "accepted by you" : "rejected by you") : edit ? "made" : "not made, below the least confidence";
  const held = card.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  card.replaceChildren(
    make("p", { className: "pair" },
      make("del", {}, unit.source || "(nothing)"), " → ", make("ins", {}, (edit ?? unit).target || "(nothing)")),
    make("p", { className: "verdict" }, `${sure(unit)}, ${verdict}`),
    make("p", { className: "origin", id: "origin" }, source(state.decisions.get(unit.id)?.origin ?? unit.origin)),
    make("div", { className: "choose" },
      action("accept", "Accept", "a", Boolean(edit && mine)), action("reject", "Reject", "r", !edit && mine)),
    ...candidates(unit, edit),
  );
  card.hidden = false;
  node.setAttribute("aria-describedby", "origin"); // its label says the rest
  placeCard(node);
  if (held) card.querySelector(`[data-key="${held}"]`)?.focus();
}

function action(key, label, shortcut, pressed) {
  const button = make("button", { type: "button", className: key, "aria-pressed": String(pressed), "aria-keyshortcuts": shortcut },
    label, " ", make("kbd", { "aria-hidden": "true" }, shortcut));
  button.dataset.key = key;
  return button;
}

function candidates(unit, edit) {
  if (!unit.alternatives.length) return [];
  const current = edit ? (state.decisions.get(unit.id)?.target ?? unit.target) : unit.source;
  const rows = unit.alternatives.map(([target, probability, from], i) => {
    const button = make("button",
      { type: "button", "aria-pressed": String(target === current), "aria-keyshortcuts": String(i + 1), "aria-describedby": `from-${i}` },
      make("kbd", { "aria-hidden": "true" }, String(i + 1)), make("span", { className: "words" }, target || "(nothing)"),
      make("meter", { min: 0, max: 1, value: probability, "aria-hidden": "true" }), make("span", { className: "score" }, percent(probability)));
    button.dataset.key = `candidate-${i}`;
    return make("li", {}, button, make("span", { className: "from", id: `from-${i}` }, origin(from)));
  });
  return [make("h2", {}, "What the model weighed"), make("ol", {}, ...rows)];
}

/**
 * Beside the text where there is room, so that it covers nothing; else below its edit, or above. On a narrow screen the style
 * sheet puts it at the bottom.
 */
function placeCard(node) {
  const edit = node.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = card;
  const { clientWidth, clientHeight } = document.documentElement;
  const margin = node.closest(".cell").getBoundingClientRect().right + 16;
  const beside = margin + width + 8 <= clientWidth;
  const below = clientHeight - edit.bottom >= height + 12 || edit.top <= height + 12;
  const bar = document.querySelector(".bar").getBoundingClientRect().bottom + 8;
  const top = beside ? Math.max(bar, Math.min(edit.top - 16, clientHeight - height - 8)) : below ? edit.bottom + 6 : edit.top - height - 6;
  const left = beside ? margin : Math.max(8, Math.min(edit.left, clientWidth - width - 8));
  card.style.top = `${top + scrollY}px`;
  card.style.left = `${left + scrollX}px`;
}

function closeCard() {
  clearTimeout(closing);
  shown.node?.removeAttribute("aria-describedby");
  shown.node = null;
  card.hidden = true;
}

/** Back to the edit that has the focus, or away. */
function leaveCard() {
  clearTimeout(closing);
  closing = setTimeout(() => {
    const focused = document.activeElement;
    if (card.contains(focused) || card.matches(":hover")) return;
    if (focused?.classList.contains("edit") && !state.dismissed) openCard(focused);
    else closeCard();
  }, 350);
}

function listenForCards() {
  let opening = 0;
  const hovered = (event) => event.pointerType === "mouse" && event.target.closest?.(".edit");
  article.addEventListener("pointerover", (event) => {
    const node = hovered(event);
    clearTimeout(opening);
    // on the way to the card of the edit that has the focus, others are passed
    const pinned = shown.node !== null && shown.node === document.activeElement;
    if (node) opening = setTimeout(() => openCard(node), pinned ? 400 : 120);
  });
  article.addEventListener("pointerout", (event) => {
    if (!hovered(event)) return;
    clearTimeout(opening);
    leaveCard();
  });
  card.addEventListener("pointerenter", () => clearTimeout(closing));
  card.addEventListener("pointerleave", leaveCard);
  article.addEventListener("focusin", (event) => {
    if (!event.target.classList.contains("edit")) return;
    state.dismissed = false;
    rove(event.target);
    openCard(event.target);
  });
  // a second click on the edit that has the focus brings its card back
  article.addEventListener("click", (event) => {
    const node = event.target.closest(".edit");
    if (node) openCard(node);
    else closeCard();
  });
  for (const place of [article, card]) place.addEventListener("focusout", leaveCard);
  card.addEventListener("click", (event) => {
    const key = event.target.closest("button")?.dataset.key;
    if (key) act(key, shown.ids);
  });
  addEventListener("resize", closeCard);
}

/** One edit at a time can be reached with Tab. */
function rove(node) {
  article.querySelectorAll('.edit[tabindex="0"]').forEach((one) => (one.tabIndex = -1));
  node.tabIndex = 0;
}
