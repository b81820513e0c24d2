// What every page gains from a script: a slider for the day, keys that walk along the changes, times in the
// reader's zone, and charts as wide as there is room. Every page can be read without it.

const DAY = 86_400_000;

/** A range input beside the date: it moves the date while it is dragged, and shows that day when let go. */
function addSlider(date) {
  const { beginning, today } = date.dataset;
  if (!beginning) return;
  const first = Date.parse(beginning) / DAY;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = String(first);
  slider.max = String(Math.max(Date.parse(today), Date.parse(date.value)) / DAY);
  slider.value = String(Date.parse(date.value) / DAY);
  slider.setAttribute("aria-label", "Day");
  const tell = () => slider.setAttribute("aria-valuetext", date.value);
  tell();
  slider.addEventListener("input", () => {
    date.value = new Date(slider.valueAsNumber * DAY).toISOString().slice(0, 10);
    tell();
  });
  slider.addEventListener("change", () => date.form.requestSubmit());
  date.before(slider);
}

/** The arrow keys lead to the change before and after, where nothing else takes them. */
function walk(event) {
  const busy = document.activeElement && document.activeElement !== document.body && document.activeElement.id !== "content";
  if (busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  document.querySelector(`a[data-key="${event.key}"]`)?.click();
}

/** The time of day in the reader's zone, beside the date as it was reported. */
function addLocalTime(time) {
  const moment = new Date(time.dateTime);
  if (!time.dateTime.includes("T") || Number.isNaN(moment.valueOf()) || moment.getTimezoneOffset() === 0) return;
  const local = document.createElement("span");
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(moment);
  local.className = "local";
  local.textContent = ` (${shown} in your zone)`;
  time.after(local);
}

/** Whether a chart is drawn about as wide as there is room; the style sheet makes up for the rest. */
export function fits(place) {
  return Math.abs(place.clientWidth - place.firstElementChild.viewBox.baseVal.width) <= 24;
}

/** Ask for a chart as wide as the place where it stands. */
export async function redraw(place, query = {}) {
  const address = new URL(place.dataset.src, location.href);
  for (const [name, value] of Object.entries({ width: Math.max(280, place.clientWidth), ...query })) {
    address.searchParams.set(name, String(value));
  }
  const answer = await fetch(address, { headers: { Accept: "image/svg+xml" } });
  if (!answer.ok) return null;
  const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  if (drawn.nodeName !== "svg") return null;
  const chart = document.importNode(drawn, true);
  chart.querySelector(".paper")?.remove();
  chart.classList.add("fitted");
  place.replaceChildren(chart);
  return chart;
}

const date = document.querySelector("#as-of");
if (date) addSlider(date);
document.addEventListener("keydown", walk);
document.querySelectorAll("time").forEach(addLocalTime);
document.querySelector("#mistakes")?.focus();
for (const place of document.querySelectorAll(".scroll[data-src]:not(#timeline)")) {
  if (!fits(place)) redraw(place);
}
