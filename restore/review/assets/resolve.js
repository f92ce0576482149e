// Threshold and decisions → the edits to make. At a threshold, the edits are those the restorer settled on; a decision
// takes an edit out with the repairs it made needed, or puts it in as it first appears when the threshold falls.

const text = data.text;
const thresholds = data.thresholds;

/** Offsets come in code points; strings count UTF-16 units. */
const unitsAt = (() => {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (offset) => offset;
  const offsets = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) offsets.push(at);
  offsets.push(text.length);
  return (offset) => offsets[offset];
})();

const placed = (one) => {
  one.from = unitsAt(one.start);
  one.to = unitsAt(one.end);
  one.source = text.slice(one.from, one.to);
  return one;
};

/** What can be decided on: proposals, then repairs of grammar that are no part of one. */
const units = data.proposals.map(placed);
units.forEach((unit, id) => Object.assign(unit, { id, repair: false }));
const forms = data.forms.map(placed);
const placeOf = ({ start, end }) => `${start} ${end}`;
const entering = new Map(); // proposal → the form it takes when the threshold just lets it in
const repairsOf = new Map(); // proposal → forms of repairs that it makes needed
{
  const known = new Map();
  for (const form of forms) {
    form.highest = form.on[form.on.length - 1][1];
    if (form.members.length === 1) {
      const before = entering.get(form.members[0]);
      if (!before || before.highest < form.highest) entering.set(form.members[0], form);
    }
    if (form.members.length) continue;
    form.unit = repairUnit(known, form);
    if (form.cause !== null) repairsOf.set(form.cause, [...(repairsOf.get(form.cause) ?? []), form]);
  }
  // what else the model weighed has its article with it: a unit where that is to change, else the place where nothing is to
  for (const unit of data.proposals) {
    unit.articles = new Map();
    for (const [target, , , article] of unit.alternatives) {
      if (!article) continue;
      const [start, end, wanted] = article;
      const repair = placed({ start, end, target: wanted, confidence: unit.confidence, origin: "grammar" });
      unit.articles.set(target, { place: placeOf(repair), unit: wanted === repair.source ? null : repairUnit(known, repair) });
    }
  }
}

/** The unit of a repair, made when there is none. */
function repairUnit(known, repair) {
  const key = `${placeOf(repair)} ${repair.target}`;
  if (!known.has(key)) {
    known.set(key, units.length);
    units.push({ ...repair, id: units.length, repair: true, alternatives: [] });
  }
  return known.get(key);
}

const stands = (form, position) => form.on.some(([first, last]) => first <= position && position <= last);

/** The edits to make, in text order and without overlaps; `ids` names the units that each one makes. */
function resolve(position, decisions) {
  const wanted = (id) => decisions.get(id)?.accept ?? units[id].confidence >= thresholds[position];
  const changed = (id) => (decisions.get(id)?.target ?? units[id].target) !== units[id].target;
  const asProposed = (id) => wanted(id) && !changed(id);
  const made = [], done = new Set(), lost = new Set();
  const articles = new Map(); // place → article of a wording that was chosen there
  for (const id of decisions.keys()) {
    const article = wanted(id) && changed(id) && units[id].articles.get(decisions.get(id).target);
    if (article) articles.set(article.place, article);
  }
  const make = ({ start, end, from, to, source, confidence, origin }, ids, target) => {
    made.push({ start, end, from, to, source, confidence, origin, target, ids });
    ids.forEach((id) => done.add(id));
  };
  for (const form of forms) {
    if (!stands(form, position)) continue;
    const ids = form.members.length ? form.members : [form.unit];
    const refused = form.members.length
      ? !ids.every(asProposed)
      : decisions.get(form.unit)?.accept === false || articles.has(placeOf(form));
    if (refused || (form.cause !== null && !asProposed(form.cause))) form.members.forEach((id) => lost.add(id));
    else make(form, ids, form.target);
  }
  for (const unit of units) {
    const { id } = unit, decision = decisions.get(id);
    if (done.has(id)) continue;
    if (unit.repair) {
      if (decision?.accept) make(unit, [id], unit.target);
    } else if (wanted(id) && (decision || lost.has(id))) {
      if (changed(id)) make(unit, [id], decision.target);
      else {
        const form = entering.get(id) ?? unit;
        make(form, [id], form.target);
        for (const repair of repairsOf.get(id) ?? []) {
          if (!done.has(repair.unit) && decisions.get(repair.unit)?.accept !== false) make(repair, [repair.unit], repair.target);
        }
      }
    }
  }
  for (const { unit } of articles.values()) {
    if (unit !== null && !done.has(unit) && decisions.get(unit)?.accept !== false) make(units[unit], [unit], units[unit].target);
  }
  return apart(made, (edit) => (edit.ids.some((id) => decisions.has(id)) ? 2 : units[edit.ids[0]].repair ? 0 : 1));
}

/** Of edits that overlap, the one of higher rank. */
function apart(edits, rank) {
  const out = [];
  for (const edit of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = out[out.length - 1];
    if (last && (edit.start < last.end || (edit.start === last.start && edit.end === last.end))) {
      if (rank(edit) > rank(last)) out[out.length - 1] = edit;
    } else out.push(edit);
  }
  return out;
}

/** The text with edits made. */
function written(edits) {
  let out = "", last = 0;
  for (const edit of edits) {
    out += text.slice(last, edit.from) + edit.target;
    last = edit.to;
  }
  return out + text.slice(last);
}

/** The file that `restore apply` reads: every edit made, and every proposal that is not. */
function decisionsFile(position, decisions, edits) {
  const done = new Set(edits.flatMap((edit) => edit.ids));
  const listed = edits.map((edit) => [edit, "accept", edit.ids.some((id) => decisions.has(id))]);
  for (const unit of units) {
    if (!done.has(unit.id) && (!unit.repair || decisions.has(unit.id))) listed.push([unit, "reject", decisions.has(unit.id)]);
  }
  listed.sort(([a], [b]) => a.start - b.start || a.end - b.end);
  const entries = listed.map(([{ start, end, source, target, confidence, origin, ids }, decision, mine]) => {
    const from = ids && decisions.get(ids[0])?.origin;
    return { start, end, source, target, confidence, origin: from ?? origin, decision, by: mine ? "reader" : "threshold" };
  });
  return {
    format: "restore-decisions", version: 1, name: data.name, input: data.input, sha256: data.sha256,
    threshold: thresholds[position], edits: entries,
  };
}
