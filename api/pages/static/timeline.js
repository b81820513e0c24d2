// Zoom and pan. While a hand moves, what is drawn is moved by the days that it carries; when it rests, the server
// draws the new span, with other ticks and as many single promises as it can hold, and the address follows.
import { fits, redraw } from "./pages.js";

const place = document.querySelector("#timeline[data-src]");
const MIN_DAYS = 7;
const MAX_DAYS = 250 * 366;
const EPOCH = 719_163; // 1970-01-01 as a proleptic ordinal.
let chart = null;
let drawn = null; // The span that the server drew, and the elements that follow it.
let view = null; // The span that is shown now.
let waiting = 0;
let asked = 0;

function adopt(svg) {
  chart = svg;
  const plot = svg.querySelector(".plot");
  const number = (name) => Number(plot.dataset[name]);
  drawn = {
    first: number("first"),
    last: number("last") + 1,
    left: number("left"),
    right: number("right"),
    points: [...svg.querySelectorAll("[data-x]")].map((e) => ({ e, day: Number(e.dataset.x) })),
    spans: [...svg.querySelectorAll("[data-a]")].map((e) => ({ e, a: Number(e.dataset.a), b: Number(e.dataset.b), line: e.tagName === "line" })),
  };
  view = { first: drawn.first, last: drawn.last };
}

const iso = (ordinal) => new Date((Math.floor(ordinal) - EPOCH) * 86_400_000).toISOString().slice(0, 10);

function show() {
  const scale = (drawn.right - drawn.left) / (view.last - view.first);
  const x = (day) => drawn.left + (day - view.first) * scale;
  chart.classList.add("moving");
  for (const { e, day } of drawn.points) e.setAttribute("transform", `translate(${x(day).toFixed(1)} 0)`);
  for (const { e, a, b, line } of drawn.spans) {
    if (line) {
      e.setAttribute("x1", x(a).toFixed(1));
      e.setAttribute("x2", x(b).toFixed(1));
    } else {
      e.setAttribute("x", x(a).toFixed(1));
      e.setAttribute("width", Math.max(1, (b - a) * scale).toFixed(1));
    }
  }
  clearTimeout(waiting);
  waiting = setTimeout(rest, 180);
}

async function rest() {
  const turn = ++asked;
  const span = { from: iso(view.first), to: iso(view.last - 1) };
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const height = place.clientHeight;
  const svg = await redraw(place, span);
  if (!svg || turn !== asked) return;
  place.style.minHeight = `${Math.min(height, 400)}px`;
  adopt(svg);
  if (focused) [...svg.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus();
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(span)) address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("a[data-span]")) {
    const there = new URL(link.href);
    for (const [name, value] of Object.entries(span)) there.searchParams.set(name, value);
    link.href = there.href;
  }
}

function zoom(factor, at = 0.5) {
  const days = view.last - view.first;
  const wanted = Math.min(MAX_DAYS, Math.max(MIN_DAYS, days * factor));
  const centre = view.first + days * at;
  view = { first: centre - wanted * at, last: centre + wanted * (1 - at) };
  show();
}

function pan(share) {
  const days = (view.last - view.first) * share;
  view = { first: view.first + days, last: view.last + days };
  show();
}

const KEYS = {
  ArrowLeft: () => pan(-0.15),
  ArrowRight: () => pan(0.15),
  "+": () => zoom(0.7),
  "=": () => zoom(0.7),
  "-": () => zoom(1 / 0.7),
};

function onKey(event) {
  const act = KEYS[event.key];
  if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  act();
}

function where(event) {
  const box = chart.getBoundingClientRect();
  const x = ((event.clientX - box.left) * chart.viewBox.baseVal.width) / box.width;
  return Math.min(1, Math.max(0, (x - drawn.left) / (drawn.right - drawn.left)));
}

const hands = new Map();
let dragged = false;

function onDown(event) {
  if (event.button !== 0) return;
  hands.set(event.pointerId, event.clientX);
  dragged = false;
}

function onMove(event) {
  if (!hands.has(event.pointerId)) return;
  const before = [...hands.values()];
  const moved = event.clientX - hands.get(event.pointerId);
  if (!dragged && Math.abs(moved) < 4) return;
  dragged = true;
  place.setPointerCapture(event.pointerId);
  hands.set(event.pointerId, event.clientX);
  const after = [...hands.values()];
  if (hands.size === 2) zoom(Math.abs(before[0] - before[1]) / Math.max(8, Math.abs(after[0] - after[1])), where(event));
  else pan(-moved / (drawn.right - drawn.left));
}

function onUp(event) {
  hands.delete(event.pointerId);
}

if (place) {
  adopt(place.querySelector("svg"));
  place.addEventListener("keydown", onKey);
  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) zoom(Math.exp(event.deltaY * 0.004), where(event));
    else pan(event.deltaX / (drawn.right - drawn.left));
  }, { passive: false });
  place.addEventListener("pointerdown", onDown);
  place.addEventListener("pointermove", onMove);
  place.addEventListener("pointerup", onUp);
  place.addEventListener("pointercancel", onUp);
  place.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
  place.addEventListener("dragstart", (event) => event.preventDefault());
  if (!fits(place)) {
    redraw(place, { from: iso(drawn.first), to: iso(drawn.last - 1) }).then((svg) => svg && adopt(svg));
  }
}
