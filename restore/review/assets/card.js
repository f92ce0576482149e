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
  const verdict = `${sure(unit)}; ${edit ? "made" : "not made"} ${mine ? "by your decision" : "by the threshold"}`;
  const held = card.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  card.replaceChildren(
    make("p", { className: "pair" },
      make("del", {}, unit.source || "(nothing)"), " → ", make("ins", {}, (edit ?? unit).target || "(nothing)")),
    make("p", { className: "verdict" }, verdict),
    make("p", { className: "origin" }, `From ${origin(state.decisions.get(unit.id)?.origin ?? unit.origin)}.`),
    ...candidates(unit, edit),
    make("div", { className: "choose" },
      action("accept", "Accept", "a", Boolean(edit && mine)), action("reject", "Reject", "r", !edit && mine)),
  );
  card.hidden = false;
  node.setAttribute("aria-describedby", "card");
  placeCard(node);
  if (held) card.querySelector(`[data-key="${held}"]`)?.focus();
}

function action(key, label, shortcut, pressed) {
  const button = make("button", { type: "button", className: key, "aria-pressed": String(pressed) }, label, " ", make("kbd", {}, shortcut));
  button.dataset.key = key;
  return button;
}

function candidates(unit, edit) {
  if (!unit.alternatives.length) return [];
  const current = edit ? (state.decisions.get(unit.id)?.target ?? unit.target) : unit.source;
  const rows = unit.alternatives.map(([target, probability, from], i) => {
    const button = make("button", { type: "button", "aria-pressed": String(target === current) },
      make("kbd", {}, String(i + 1)), make("span", { className: "words" }, from === "keep" ? `${target} (as it stands)` : target || "(nothing)"),
      make("meter", { min: 0, max: 1, value: probability, "aria-hidden": "true" }), make("span", { className: "score" }, percent(probability)));
    button.title = from === "keep" ? ORIGINS.keep : `from ${origin(from)}`;
    button.dataset.key = `candidate-${i}`;
    return make("li", {}, button, make("span", { className: "from" }, origin(from)));
  });
  return [make("h2", {}, "What the model weighed"), make("ol", {}, ...rows)];
}

/** Below its edit, or above where there is no room; on a narrow screen the style sheet puts it at the bottom. */
function placeCard(node) {
  const edit = node.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = card;
  const room = document.documentElement.clientHeight - edit.bottom;
  const top = room < height + 12 && edit.top > height + 12 ? edit.top - height - 6 : edit.bottom + 6;
  const left = Math.max(8, Math.min(edit.left, document.documentElement.clientWidth - width - 8));
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
  }, 200);
}

function listenForCards() {
  let opening = 0;
  const hovered = (event) => event.pointerType === "mouse" && event.target.closest?.(".edit");
  article.addEventListener("pointerover", (event) => {
    const node = hovered(event);
    clearTimeout(opening);
    if (node) opening = setTimeout(() => openCard(node), 120);
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
