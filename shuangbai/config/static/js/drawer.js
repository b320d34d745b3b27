// A drawer (<details data-drawer>) closes with Escape, with a press outside, and when another opens.
export function closeDrawers(root) {
  const open = () => root.querySelectorAll("details[data-drawer][open]");

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drawer of open()) {
      drawer.open = false;
      drawer.querySelector("summary").focus();
    }
  });

  root.addEventListener("click", (event) => {
    for (const drawer of open()) {
      if (!drawer.contains(event.target)) drawer.open = false;
    }
  });
}
