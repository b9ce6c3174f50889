// The server's page, as the report has it, and two plans side by side.
import { $, lang, make, t } from "./common.js";

const percent = (share) => (share == null ? "–" : `${(share * 100).toFixed(1)}${lang === "en" ? " %" : "%"}`);
const cell = (tag, text) => make(tag, { textContent: text });

// A table that can be scrolled, for keys too.
function across(table, label) {
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", label);
  return scroll;
}
const heading = (text) => (text ? make("th", { scope: "col", textContent: text }) : make("td"));

function drawGrid(grid, label) {
  const line = (row) => make("tr", {}, ...row.map((entry, place) => {
    const element = make(place ? "td" : "th", { className: place ? entry.tone : "" }, entry.text);
    if (!place) element.scope = "row";
    if (entry.note) element.append(make("small", { textContent: entry.note }));
    return element;
  }));
  const heads = grid.heads.map(heading);
  const table = make("table", { className: grid.words ? "words" : "" },
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...grid.rows.map(line)));
  return across(table, label || grid.heads[0] || grid.heads[1] || "");
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
  if (figure.wide) {
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", figure.caption);
  }
  // The server's own drawing; what a scenario holds is escaped in it.
  drawing.innerHTML = figure.svg;
  const element = make("figure", { className: figure.wide ? "wide" : "" }, caption, drawing);
  if (figure.table) {
    const details = make("details", { open: opened.has(figure.caption) }, make("summary", { textContent: t("The numbers") }), drawGrid(figure.table, figure.caption));
    details.addEventListener("toggle", () => opened[details.open ? "add" : "delete"](figure.caption));
    element.append(details);
  }
  return element;
}

export function drawSection(section) {
  const parts = [make("h2", { textContent: section.heading }), ...section.intro.map((text) => make("p", { textContent: text }))];
  if (section.figures.length) parts.push(make("div", { className: "figures" }, ...section.figures.map(drawFigure)));
  return make("section", {}, ...parts, ...section.tables.map((grid) => drawGrid(grid)));
}

export function drawComparison(report) {
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
    const last = make("td", { className: seen ? (better ? "good" : "bad") : "" }, it ? signed(it.value, points) : "–");
    if (it) last.append(make("small", { textContent: `${signed(it.low, points)}\u00a0…\u00a0${signed(it.high, points)}` }));
    if (it && !seen) last.append(make("small", { textContent: t("no difference seen") }));
    const unit = points ? t("percentage points") : key === "cost" ? report.currency : "";
    const head = make("th", { scope: "row" }, name, make("small", { textContent: unit }));
    return make("tr", {}, head, cell("td", show(one)), cell("td", show(two)), last);
  });
  const heads = ["", t("Plan A"), t("Now"), t("Difference")].map(heading);
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
  const legend = make("p", { className: "legend", textContent: `${before.nights} ${t("nights")}, ${t("on the same nights; 95 % intervals of all differences together")}` });
  $("compare").replaceChildren(across(table, t("Difference")), legend);
}
