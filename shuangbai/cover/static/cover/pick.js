// Ticking people: a village ticks its people, and the bar says how many are chosen. Without script
// the boxes work by themselves; the server takes a ticked village as all who are missing there.
const said = document.querySelector("[data-pick-said]");
const plain = said?.textContent;
const villages = [...document.querySelectorAll("tbody[data-village]")];
const boxes = (village, name) => [...village.querySelectorAll(`input[name="${name}"]`)];

function tell() {
  const people = villages.flatMap((village) => boxes(village, "person")).filter((box) => box.checked);
  const whole = villages.flatMap((village) => boxes(village, "village")).filter((box) => box.checked);
  const more = whole.length ? `，${whole.length} 个村（居）全选，别的页上的也算` : "";
  said.textContent = people.length ? `选了 ${people.length} 人${more}` : plain;
}

for (const village of villages) {
  const [whole] = boxes(village, "village");
  village.addEventListener("change", (event) => {
    if (event.target === whole) {
      for (const box of boxes(village, "person")) box.checked = whole.checked;
    } else if (whole && !event.target.checked) {
      whole.checked = false;
    }
    tell();
  });
}
if (said) tell();
