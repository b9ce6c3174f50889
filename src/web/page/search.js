// The cheapest staff: the search as the server tells it, line by line.
import { $, give, lang, make, post, t } from "./common.js";
import { drawSection } from "./draw.js";

let searching = null;
let asked, take;

// `plan` gives the scenario as it stands, `use` takes changes into it.
export function connectSearch(plan, use) {
  [asked, take] = [plan, use];
  $("find").addEventListener("click", () => {
    $("search").hidden = !$("search").hidden;
    if (!$("search").hidden) $("certainty").focus();
  });
  $("question").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  $("cancel").addEventListener("click", () => cancel(searching));
  $("close").addEventListener("click", () => { closeSearch(); $("find").focus(); });
}

export function closeSearch() {
  searching?.abort();
  $("search").hidden = true;
}

function drawStep(step, seconds) {
  const parts = [t(step.doing) + (step.checked ? ` ${step.checked[0]} / ${step.checked[1]} ${t("nights")}` : "")];
  const money = (value) => Math.round(value).toLocaleString(lang);
  if (step.best != null) parts.push(`${t("best so far")}: ${money(step.best)}`);
  if (step.bound != null) parts.push(`${t("at least")}: ${money(step.bound)}`);
  $("searching").textContent = parts.join(", ");
  $("progress").value = Math.min(1, step.elapsed_s / seconds);
}

function drawFound(found) {
  const { page, set, scenario } = found;
  const use = make("button", { type: "button", id: "use", textContent: t("Use this roster") });
  use.addEventListener("click", () => { closeSearch(); take(set); $("undo").focus(); scrollTo(0, 0); });
  const file = make("button", { type: "button", textContent: t("Download this scenario") });
  file.addEventListener("click", () => give(new Blob([scenario], { type: "application/toml" }), "scenario.toml"));
  const parts = [
    make("p", { className: "sentence", textContent: page.answer }),
    ...page.details.map((text) => make("p", { textContent: text })),
    make("p", {}, use, " ", file),
  ];
  const answer = make("div", { className: "answer " + page.tone }, ...parts);
  $("found").replaceChildren(answer, ...page.sections.slice(0, 2).map(drawSection));
  $("searching").textContent = found.canceled ? t("Interrupted: this is the best roster so far.") : "";
}

function told(line, mine, seconds) {
  if (line.step && !mine.canceled) drawStep(line.step, seconds);
  if (line.problems) $("searching").textContent = line.problems.map((it) => it.message).join("; ");
  if (line.found) drawFound(line.found);
  mine.told = Boolean(line.found || line.problems);
}

async function search() {
  const seconds = Number($("seconds").value) || 30;
  searching?.abort();
  const mine = (searching = new AbortController());
  mine.id = crypto.randomUUID();
  const busy = (is) => { $("start").disabled = is; $("cancel").disabled = !is; $("progress").hidden = !is; };
  busy(true);
  $("cancel").focus();
  $("found").replaceChildren();
  try {
    const question = { asked: asked(), certainty: Number($("certainty").value) / 100, seconds, name: mine.id };
    const response = await post("api/staff", question, mine.signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      const lines = (rest + (value ?? "")).split("\n");
      rest = done ? "" : lines.pop();
      lines.filter(Boolean).forEach((line) => told(JSON.parse(line), mine, seconds));
      if (done) break;
    }
    if (!mine.told) throw new Error("no last line");
  } catch {
    $("searching").textContent = mine.signal.aborted ? "" : t("The server does not answer.");
  }
  mine.over = true;
  if (searching !== mine) return;
  const stopped = document.activeElement === $("cancel");
  busy(false);
  if (stopped) ($("use") ?? $("start")).focus();
}

// The server answers with the best so far; what it has not begun yet it does not know.
async function cancel(mine) {
  // The last line may be here before the connection has ended.
  if (!mine || mine.canceled || mine.told) return;
  mine.canceled = true;
  $("searching").textContent = t("Canceling …");
  while (!mine.over && !mine.signal.aborted) {
    const response = await post("api/staff/cancel", { name: mine.id }, mine.signal).catch(() => null);
    if (response?.ok) return;
    await new Promise((later) => setTimeout(later, 200));
  }
}
