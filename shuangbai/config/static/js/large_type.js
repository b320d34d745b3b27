// Larger letters, remembered on this device only. Storage may be forbidden; then nothing is kept.
const KEY = "large-type";

function remembered() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

function remember(on) {
  try {
    localStorage.setItem(KEY, on ? "yes" : "no");
  } catch {
    // The letters still change on this page.
  }
}

export function largeType(root) {
  const page = root.documentElement;
  const say = (button) => {
    button.textContent = page.classList.contains("large-type") ? "字恢复原来大小" : "字放大一号";
  };
  page.classList.toggle("large-type", remembered());
  for (const button of root.querySelectorAll("[data-large-type]")) {
    button.hidden = false;
    say(button);
    button.addEventListener("click", () => {
      remember(page.classList.toggle("large-type"));
      say(button);
    });
  }
}
