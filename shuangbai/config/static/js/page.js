// What every page may use when scripts run. Without them every page still works.
import { closeDrawers } from "./drawer.js";
import { sendOnce } from "./once.js";
import { largeType } from "./large_type.js";

largeType(document);
closeDrawers(document);
sendOnce(document);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A refused form says why before anything else.
document.querySelector("[data-focus]")?.focus();
