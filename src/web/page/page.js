// The page holds the state (scenario, levers, changes); the server computes. A change asks for few nights
// first, then for more, until every chance and compliance is known well enough or somebody moves on.
import { $, clone, give, lang, make, note, post, t } from "./common.js";
import { drawComparison, drawSection } from "./draw.js";
import { closeSearch, connectSearch } from "./search.js";

const FIRST = 200, MOST = 40000, KNOWN = 0.005;
let state = { scenario: "", with: [], set: {}, seed: 1 };
let known = { controls: [], levers: [], structure: "" };
let history = [], planA = null, now = null, running = null, opening = null;

const asked = (nights) => ({ ...state, nights, lang });

// ---- the state in the address
const encode = (value) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))));
const decode = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
function fromAddress() {
  try {
    const found = decode(location.hash.slice(1));
    const plain = found && typeof found.scenario === "string" && Array.isArray(found.with) && typeof found.set === "object";
    return plain ? { scenario: found.scenario, with: found.with.map(String), set: { ...found.set }, seed: Number(found.seed) || 1 } : null;
  } catch { return null; }
}
function toAddress() { window.history.replaceState(null, "", "#" + encode(state)); }
function badLink() { note(t("This link does not lead to a plan.")); toAddress(); }

// ---- controls
// Shifts that a roster puts in the place of others have fields of their own, which the server knows.
const structure = (of) => JSON.stringify(Object.entries(of.set).filter(([, value]) => value.startsWith("{")));
const isChanged = (path) => path in state.set;
const written = (control, text) => (control.kind === "text" ? JSON.stringify(text) : String(Number(text)));
const shown = (control) => (isChanged(control.path) ? (control.kind === "text" ? JSON.parse(state.set[control.path]) : state.set[control.path]) : control.value);

function change(edit) {
  history.push(clone(state));
  $("undo").disabled = false;
  edit();
  redraw();
}

function redraw() {
  toAddress();
  if (structure(state) !== known.structure) return open(state.scenario, state);
  drawControls();
  refresh();
}

// Everything inside what is put in the place of something goes with it.
function take(set) {
  change(() => {
    const stays = ([path]) => !Object.keys(set).some((over) => path.startsWith(over + "."));
    state.set = { ...Object.fromEntries(Object.entries(state.set).filter(stays)), ...set };
  });
}

function setValue(control, text) {
  if (text === "" || (control.kind !== "text" && Number.isNaN(Number(text)))) return;
  change(() => {
    if (String(text) === String(control.value)) delete state.set[control.path];
    else state.set[control.path] = written(control, text);
  });
}

function drawControl(control) {
  const [what, of] = control.what.split(": ");
  const name = make("span", {}, `${control.of} `, make("small", { textContent: t(what) + (of ? `: ${of}` : "") }));
  const row = make("label", { className: "control" + (isChanged(control.path) ? " changed" : "") }, name);
  row.dataset.path = control.path;
  const value = shown(control) ?? "";
  const field = make("input", { type: control.kind === "text" ? "text" : "number", value, step: "any", min: 0 });
  field.name = control.path;
  field.addEventListener("change", () => setValue(control, field.value));
  row.append(field);
  if (control.kind !== "text") {
    const slider = make("input", { type: "range", min: control.min, max: Math.max(control.max, Number(value)), step: control.step });
    slider.name = control.path;
    slider.value = value;
    slider.setAttribute("aria-label", name.textContent);
    slider.addEventListener("input", () => { field.value = slider.value; });
    slider.addEventListener("change", () => setValue(control, slider.value));
    row.append(slider);
  }
  return row;
}

function drawControls() {
  const focused = document.activeElement?.name, kind = document.activeElement?.type;
  const groups = [["shifts", "Shifts"], ["streams", "Streams"], ["inquiries", "Inquiries"], ["teams", "Team settings"], ["targets", "Targets"]];
  const levers = make("fieldset", {}, make("legend", { textContent: t("Levers") }));
  for (const lever of known.levers) {
    const box = make("input", { type: "checkbox", checked: state.with.includes(lever.name), name: "lever." + lever.name });
    box.addEventListener("change", () => change(() => {
      state.with = box.checked ? [...state.with, lever.name] : state.with.filter((name) => name !== lever.name);
    }));
    levers.append(make("label", { className: "control check" }, box, make("span", { textContent: lever.title })));
  }
  const fields = groups.map(([group, title]) => {
    const own = known.controls.filter((control) => control.group === group);
    return own.length ? make("fieldset", {}, make("legend", { textContent: t(title) }), ...own.map(drawControl)) : "";
  });
  $("controls").replaceChildren(fields[0], known.levers.length ? levers : "", ...fields.slice(1));
  if (focused) $("controls").querySelector(`[name="${CSS.escape(focused)}"][type="${kind}"]`)?.focus();
  $("undo").disabled = history.length === 0;
  $("reset").disabled = !state.with.length && !Object.keys(state.set).length;
}

// ---- answers
const widest = (report) => {
  const ends = [report.chance_all_met, ...report.targets.flatMap((it) => [it.chance_met, it.compliance])];
  return Math.max(0, ...ends.filter(Boolean).map((it) => (it.high - it.low) / 2));
};

async function refresh() {
  running?.abort();
  const mine = (running = new AbortController());
  document.querySelector("main").classList.add("stale");
  for (let nights = FIRST; nights <= MOST; nights = Math.min(MOST, nights * 4)) {
    let answer;
    try {
      const response = await post("api/simulate", asked(nights), mine.signal);
      answer = await response.json();
    } catch {
      if (!mine.signal.aborted) note(t("The server does not answer."));
      return;
    }
    if (mine.signal.aborted) return;
    drawProblems(answer.problems ?? []);
    if (!answer.report) return;
    now = { ...answer, state: clone(state) };
    draw();
    await compare(Math.min(nights, 4000), mine.signal);
    if (mine.signal.aborted) return;
    const width = widest(answer.report), cut = answer.report.replications < nights;
    const done = width <= KNOWN || cut || nights >= MOST;
    const exact = `± ${(width * 100).toFixed(1)} %`;
    note(`${answer.report.replications} ${t("nights")}, ${t("known to")} ${exact}${done ? "" : ` (${t("refining")} …)`}`);
    document.body.dataset.nights = answer.report.replications;
    if (done) return;
  }
}

function drawProblems(problems) {
  document.querySelectorAll(".fault").forEach((it) => it.remove());
  $("controls").querySelectorAll("[aria-invalid]").forEach((it) => it.removeAttribute("aria-invalid"));
  const rows = [...$("controls").querySelectorAll("[data-path]")];
  const elsewhere = problems.filter((problem) => {
    const inside = (outer, inner) => outer && inner.startsWith(outer + ".");
    const row = rows.find((it) => it.dataset.path === problem.path || inside(it.dataset.path, problem.path))
      ?? rows.find((it) => inside(problem.path, it.dataset.path));
    row?.append(make("small", { className: "fault", textContent: problem.message }));
    if (row) row.querySelectorAll("input").forEach((it) => it.setAttribute("aria-invalid", "true"));
    return !row;
  });
  const line = (problem) => make("li", { textContent: (problem.path ? problem.path + ": " : "") + problem.message });
  $("problems").replaceChildren(...elsewhere.map(line));
  if (problems.length) note(problems[0].message);
}

function draw() {
  const { page } = now;
  document.querySelector("main").classList.remove("stale");
  $("answer").className = "answer " + page.tone;
  $("answer").replaceChildren(
    make("p", { className: "sentence", textContent: page.answer }),
    ...page.details.map((text) => make("p", { textContent: text })),
  );
  $("figures").replaceChildren(...page.sections.map(drawSection));
}

// ---- two plans: both meet the same customers, so their difference is due to the plan
const beside = (nights) => ({ base: { ...planA, nights, lang }, asked: asked(nights) });

async function compare(nights, signal) {
  $("keep").textContent = t(planA ? "Forget plan A" : "Keep as plan A");
  if (!planA) return $("compare").replaceChildren();
  try {
    const answer = await (await post("api/compare", beside(nights), signal)).json();
    if (answer.report) drawComparison(answer.report);
  } catch { /* somebody has moved on, or refresh() says that there is no server */ }
}

// ---- the bar
$("undo").addEventListener("click", () => {
  if (!history.length) return;
  const before = history.pop();
  const other = before.scenario !== state.scenario;
  state = before;
  if (other) open(state.scenario, state); else redraw();
});
$("reset").addEventListener("click", () => change(() => { state.with = []; state.set = {}; }));
$("keep").addEventListener("click", () => { planA = planA ? null : now && clone(now.state); compare(1000, running?.signal); });
connectSearch(() => asked(1), take);
$("link").addEventListener("click", async () => {
  toAddress();
  try { await navigator.clipboard.writeText(location.href); note(t("Copied")); } catch { note(location.href); }
});
async function download(path, name) {
  const response = await post(path, asked(Number(document.body.dataset.nights) || FIRST));
  if (response.ok) give(await response.blob(), name); else drawProblems((await response.json()).problems ?? []);
}
$("download").addEventListener("click", () => download("api/report", "report.html"));
$("spreadsheet").addEventListener("click", () => download("api/xlsx", "report.xlsx"));
$("save").addEventListener("click", async () => {
  const response = await post("api/save", { name: $("name").value, asked: asked(1) });
  const answer = await response.json();
  drawProblems(answer.problems ?? []);
  if (answer.saved) {
    note(`${t("Saved")}: ${answer.saved}`);
    await listScenarios();
    await open(answer.saved, null);
  }
});
$("scenario").addEventListener("change", () => { history.push(clone(state)); open($("scenario").value, null); });
$("controls").addEventListener("submit", (event) => event.preventDefault());
$("results").addEventListener("toggle", async () => {
  if (!$("results").open) return;
  const { results } = await (await fetch("api/results")).json();
  const line = (path) => make("li", {}, make("a", { href: path.split("/").map(encodeURIComponent).join("/"), textContent: path, target: "_blank" }));
  $("results").querySelector("ul").replaceChildren(...results.map(line));
});

async function listScenarios() {
  const { scenarios, opens } = await (await fetch("api/scenarios")).json();
  $("scenario").replaceChildren(...scenarios.map((path) => make("option", { value: path, textContent: path })));
  if (!scenarios.length) note(t("There are no scenario files here."));
  return opens;
}

async function open(scenario, kept) {
  const mine = (opening = {});
  state = kept ?? { scenario, with: [], set: {}, seed: 1 };
  if (planA && planA.scenario !== scenario) planA = null;
  if (known.scenario !== scenario) closeSearch();
  $("scenario").value = scenario;
  toAddress();
  document.querySelector("main").classList.add("stale");
  const answer = await (await post("api/controls", asked(1))).json();
  if (mine !== opening) return;
  known = { controls: answer.controls ?? [], levers: answer.levers ?? [], structure: structure(state), scenario };
  document.title = answer.title ? `${answer.title} – Nightdesk` : "Nightdesk";
  drawControls();
  drawProblems(answer.problems ?? []);
  if (answer.controls) refresh();
}

document.querySelectorAll("[data-t]").forEach((it) => { it.textContent = t(it.dataset.t); });
document.querySelectorAll("[data-label]").forEach((it) => { it.setAttribute("aria-label", t(it.dataset.label)); });
document.querySelectorAll("nav a").forEach((it) => it.addEventListener("click", () => { it.href = it.getAttribute("href").split("#")[0] + location.hash; }));
// A link to a plan, put into the address of the page as it is open.
addEventListener("hashchange", () => {
  const linked = fromAddress();
  if (!linked) return badLink();
  if (JSON.stringify(linked) === JSON.stringify(state)) return;
  history.push(clone(state));
  open(linked.scenario, linked);
});
const opens = await listScenarios();
const linked = fromAddress(), lost = !linked && location.hash.length > 1;
if (linked || opens) await open(linked?.scenario ?? opens, linked);
if (lost) badLink();
