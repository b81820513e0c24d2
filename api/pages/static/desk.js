// Keys on the review desk. They work only while a candidate, or what is in it, has the focus, so that no letter
// does anything by surprise; everything can be done by the forms alone.

const candidates = [...document.querySelectorAll(".candidate")];

/** The words of a candidate stand out in the text while it has the focus. */
function choose(candidate) {
  for (const mark of document.querySelectorAll("mark[data-of]")) {
    mark.classList.toggle("chosen", mark.dataset.of.split(" ").includes(candidate.dataset.number));
  }
  const [text, mark] = [document.querySelector(".text"), document.querySelector("mark.chosen")];
  if (!text || !mark) return;
  // The text moves, not the page: else the candidate would leave the window.
  text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
}

function press(event) {
  const candidate = event.target.closest(".candidate");
  const typing = event.target.matches("input, textarea, select");
  if (!candidate || typing || event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.key.toLowerCase();
  const step = { j: 1, k: -1 }[key];
  const wanted = step
    ? candidates[candidates.indexOf(candidate) + step]
    : candidate.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted) return;
  event.preventDefault(); // Else the letter would be typed into the field that it leads to.
  if (step || wanted.matches("input")) wanted.focus();
  else wanted.click();
}

for (const candidate of candidates) candidate.addEventListener("focusin", () => choose(candidate));
document.addEventListener("keydown", press);
const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
(named ?? document.querySelector(".candidate[data-open]"))?.focus();
