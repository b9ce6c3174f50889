// The page holds the state (scenario, levers, changes); the server computes. A change asks for few nights
// first, then for more, until every chance and compliance is known well enough or somebody moves on.
const $ = (id) => document.getElementById(id);
const texts = JSON.parse($("texts").textContent);
const t = (english) => texts[english] ?? english;
const lang = document.documentElement.lang;
const FIRST = 200, MOST = 10000, KNOWN = 0.005;

let state = { scenario: "", with: [], set: {}, seed: 1 };
let known = { controls: [], levers: [] };
let history = [], planA = null, now = null, running = null, searching = null;

const clone = (value) => JSON.parse(JSON.stringify(value));
const make = (tag, more = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), more);
  element.append(...children);
  return element;
};
const post = (path, body, signal) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
const asked = (nights) => ({ ...state, nights, lang });
const note = (text) => { $("note").textContent = text; };

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

// ---- controls
const isChanged = (path) => path in state.set;
const written = (control, text) => (control.kind === "text" ? JSON.stringify(text) : String(Number(text)));
const shown = (control) => (isChanged(control.path) ? (control.kind === "text" ? JSON.parse(state.set[control.path]) : state.set[control.path]) : control.value);

function change(edit) {
  history.push(clone(state));
  edit();
  drawControls();
  toAddress();
  refresh();
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
  const value = shown(control);
  const field = make("input", { type: control.kind === "text" ? "text" : "number", value, step: "any", min: 0 });
  field.name = control.path;
  field.addEventListener("change", () => setValue(control, field.value));
  row.append(field);
  if (control.kind !== "text") {
    const slider = make("input", { type: "range", min: control.min, max: Math.max(control.max, Number(value)), step: control.step });
    slider.value = value;
    slider.setAttribute("aria-label", `${control.of} ${t(what)}`);
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
    const width = widest(answer.report), done = width <= KNOWN || nights >= MOST;
    const exact = `± ${(width * 100).toFixed(1)} %`;
    note(`${answer.report.replications} ${t("nights")}, ${t("known to")} ${exact}${done ? "" : ` (${t("refining")} …)`}`);
    document.body.dataset.nights = answer.report.replications;
    if (done) return;
  }
}

function drawProblems(problems) {
  document.querySelectorAll(".fault").forEach((it) => it.remove());
  const rows = [...$("controls").querySelectorAll("[data-path]")];
  const elsewhere = problems.filter((problem) => {
    const row = rows.find((it) => it.dataset.path === problem.path || problem.path.startsWith(it.dataset.path + "."));
    row?.append(make("small", { className: "fault", textContent: problem.message }));
    return !row;
  });
  const line = (problem) => make("li", { textContent: (problem.path ? problem.path + ": " : "") + problem.message });
  $("problems").replaceChildren(...elsewhere.map(line));
  if (problems.length) note(problems[0].message);
}

const percent = (share) => (share == null ? "–" : `${(share * 100).toFixed(1)}${lang === "en" ? " %" : "%"}`);
const cell = (tag, text) => make(tag, { textContent: text });

// ---- the server's page, as the report has it
function drawGrid(grid) {
  const line = (row) => make("tr", {}, ...row.map((entry, place) => {
    const element = make(place ? "td" : "th", { className: place ? entry.tone : "" }, entry.text);
    if (!place) element.scope = "row";
    if (entry.note) element.append(make("small", { textContent: entry.note }));
    return element;
  }));
  const heads = grid.heads.map((head) => make("th", { scope: "col", textContent: head }));
  const table = make("table", { className: grid.words ? "words" : "" },
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...grid.rows.map(line)));
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", grid.heads[0] || grid.heads[1] || "");
  return scroll;
}

function drawKey(key) {
  const shapes = { dot: '<circle cx="11" cy="5" r="4.5"/>', bar: '<rect width="22" height="10"/>', line: '<path d="M0 5H22"/>' };
  const holder = make("span", { className: "key" });
  holder.innerHTML = `<svg viewBox="0 0 22 10" aria-hidden="true">${shapes[key.shape]}</svg>`;
  holder.firstChild.firstChild.setAttribute("class", `${key.shape} ${key.colour}`);
  holder.append(key.text);
  return holder;
}

// Which tables stand open stays so while answers come.
const opened = new Set();
function drawFigure(figure) {
  const caption = make("figcaption", {}, make("strong", { textContent: figure.caption }), make("span", { textContent: figure.reading }));
  if (figure.keys.length) caption.append(make("span", { className: "keys" }, ...figure.keys.map(drawKey)));
  const drawing = make("div", { className: "across" });
  if (figure.wide) drawing.tabIndex = 0;
  // The server's own drawing; what a scenario holds is escaped in it.
  drawing.innerHTML = figure.svg;
  const element = make("figure", { className: figure.wide ? "wide" : "" }, caption, drawing);
  if (figure.table) {
    const details = make("details", { open: opened.has(figure.caption) }, make("summary", { textContent: t("The numbers") }), drawGrid(figure.table));
    details.addEventListener("toggle", () => opened[details.open ? "add" : "delete"](figure.caption));
    element.append(details);
  }
  return element;
}

function drawSection(section) {
  const parts = [make("h2", { textContent: section.heading }), ...section.intro.map((text) => make("p", { textContent: text }))];
  if (section.figures.length) parts.push(make("div", { className: "figures" }, ...section.figures.map(drawFigure)));
  return make("section", {}, ...parts, ...section.tables.map(drawGrid));
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

function drawComparison(report) {
  const [before, after] = report.alternatives;
  const share = (value) => percent(value);
  const money = (value) => (value == null ? "–" : `${Math.round(value).toLocaleString(lang)} ${report.currency}`);
  const score = (value) => (value == null ? "–" : value.toFixed(2));
  const rows = [["chance_all_met", t("All targets met"), before.chance_all_met?.value, after.chance_all_met?.value, share]];
  before.targets.forEach((target, place) => rows.push(["target." + target.name, target.name, target.compliance?.mean, after.targets[place]?.compliance?.mean, share]));
  if (before.satisfaction) rows.push(["satisfaction", t("Score from 1 to 5"), before.satisfaction.value, after.satisfaction?.value, score]);
  rows.push(["cost", t("Cost a night"), before.cost?.value, after.cost?.value, money]);
  const signed = (value, points) => (value > 0 ? "+" : "") + (points ? (value * 100).toFixed(1) : Math.abs(value) < 10 ? value.toFixed(2) : Math.round(value).toLocaleString(lang));
  const body = rows.map(([key, name, one, two, show]) => {
    const it = after.differences.find((difference) => difference.name === key);
    const points = show === share;
    const seen = it && (it.low > 0 || it.high < 0);
    const better = it && (key === "cost" ? it.value < 0 : it.value > 0);
    const text = it ? `${signed(it.value, points)} (${signed(it.low, points)} … ${signed(it.high, points)})${points ? " " + t("percentage points") : ""}` : "–";
    const last = make("td", { className: seen ? (better ? "good" : "bad") : "", textContent: text });
    if (it && !seen) last.append(make("small", { textContent: t("no difference seen") }));
    return make("tr", {}, make("th", { scope: "row", textContent: name }), cell("td", show(one)), cell("td", show(two)), last);
  });
  const heads = ["", t("Plan A"), t("Now"), t("Difference")].map((text) => make("th", { scope: "col", textContent: text }));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
  const legend = make("p", { className: "legend", textContent: `${before.nights} ${t("nights")}, ${t("on the same nights; 95 % intervals of all differences together")}` });
  $("compare").replaceChildren(make("div", { className: "scroll" }, table), legend);
}

// ---- the cheapest staff
function drawStep(step, seconds) {
  const parts = [t(step.doing) + (step.checked ? ` ${step.checked[0]} / ${step.checked[1]} ${t("nights")}` : "")];
  const money = (value) => Math.round(value).toLocaleString(lang);
  if (step.best != null) parts.push(`${t("best so far")}: ${money(step.best)}`);
  if (step.bound != null) parts.push(`${t("at least")}: ${money(step.bound)}`);
  $("searching").textContent = parts.join(", ");
  $("progress").value = Math.min(1, step.elapsed_s / seconds);
}

function drawFound(found) {
  const { page, set, whole, scenario } = found;
  const use = make("button", { type: "button", id: "use", textContent: t("Use this roster"), disabled: !whole });
  use.addEventListener("click", () => { endSearch(); change(() => { state.set = { ...state.set, ...set }; }); scrollTo(0, 0); });
  const file = make("button", { type: "button", textContent: t("Download this scenario") });
  file.addEventListener("click", () => give(new Blob([scenario], { type: "application/toml" }), "scenario.toml"));
  const parts = [
    make("p", { className: "sentence", textContent: page.answer }),
    ...page.details.map((text) => make("p", { textContent: text })),
    make("p", {}, use, " ", file),
  ];
  if (!whole) parts.push(make("p", { textContent: t("Some of these shifts are not in the file yet: download the scenario with them.") }));
  const answer = make("div", { className: "answer " + page.tone }, ...parts);
  $("found").replaceChildren(answer, ...page.sections.slice(0, 2).map(drawSection));
}

async function search() {
  const seconds = Number($("seconds").value) || 30;
  searching?.abort();
  const mine = (searching = new AbortController());
  const busy = (is) => { $("start").disabled = is; $("cancel").disabled = !is; $("progress").hidden = !is; };
  busy(true);
  $("found").replaceChildren();
  try {
    const response = await post("api/staff", { asked: asked(1), certainty: Number($("certainty").value) / 100, seconds }, mine.signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      const lines = (rest + (value ?? "")).split("\n");
      rest = done ? "" : lines.pop();
      for (const line of lines.filter(Boolean)) {
        const told = JSON.parse(line);
        if (told.step) drawStep(told.step, seconds);
        if (told.problems) $("searching").textContent = told.problems.map((it) => it.message).join("; ");
        if (told.found) { $("searching").textContent = ""; drawFound(told.found); }
      }
      if (done) break;
    }
  } catch {
    $("searching").textContent = t(mine.signal.aborted ? "Canceled" : "The server does not answer.");
  }
  busy(false);
}

function endSearch() {
  searching?.abort();
  $("search").hidden = true;
}

// ---- the bar
$("undo").addEventListener("click", () => {
  if (!history.length) return;
  const before = history.pop();
  const other = before.scenario !== state.scenario;
  state = before;
  toAddress();
  if (other) open(state.scenario, state); else { drawControls(); refresh(); }
});
$("reset").addEventListener("click", () => change(() => { state.with = []; state.set = {}; }));
$("keep").addEventListener("click", () => { planA = planA ? null : now && clone(now.state); compare(1000, running?.signal); });
$("find").addEventListener("click", () => { $("search").hidden = !$("search").hidden; if (!$("search").hidden) $("start").focus(); });
$("question").addEventListener("submit", (event) => { event.preventDefault(); search(); });
$("cancel").addEventListener("click", () => searching?.abort());
$("close").addEventListener("click", endSearch);
$("link").addEventListener("click", async () => {
  toAddress();
  try { await navigator.clipboard.writeText(location.href); note(t("Copied")); } catch { note(location.href); }
});
function give(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
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
  state = kept ?? { scenario, with: [], set: {}, seed: 1 };
  if (planA && planA.scenario !== scenario) planA = null;
  $("scenario").value = scenario;
  toAddress();
  document.querySelector("main").classList.add("stale");
  const answer = await (await post("api/controls", asked(1))).json();
  known = { controls: answer.controls ?? [], levers: answer.levers ?? [] };
  document.title = answer.title ? `${answer.title} – Nightdesk` : "Nightdesk";
  drawControls();
  drawProblems(answer.problems ?? []);
  if (answer.controls) refresh();
}

document.querySelectorAll("[data-t]").forEach((it) => { it.textContent = t(it.dataset.t); });
document.querySelector("nav").setAttribute("aria-label", t("Language"));
document.querySelectorAll("nav a").forEach((it) => it.addEventListener("click", () => { it.href = it.getAttribute("href").split("#")[0] + location.hash; }));
const opens = await listScenarios();
const linked = fromAddress();
if (linked || opens) await open(linked?.scenario ?? opens, linked);
