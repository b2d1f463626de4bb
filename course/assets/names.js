// Names for screen readers that ipywidgets leaves out, and a sound End key; called with an element in the explorer
// (course/explorers/named.py).
(mark => {
  const root = mark.closest(".course-explorer");
  const name = (element, words) => {
    if (element && element.getAttribute("aria-label") !== words) element.setAttribute("aria-label", words);
  };
  const update = () => {
    for (const slider of root.querySelectorAll(".widget-slider")) {
      const words = slider.querySelector(".widget-label").textContent;
      const handle = slider.querySelector("[role=slider]"), readout = slider.querySelector("[contenteditable]");
      name(handle, words);
      if (handle) {
        const disabled = handle.closest(".noUi-target").hasAttribute("disabled");
        handle.setAttribute("aria-disabled", disabled);
        handle.tabIndex = disabled ? -1 : 0;
      }
      name(readout, words + ", typed");
      if (readout) readout.setAttribute("role", "textbox");
    }
    for (const play of root.querySelectorAll(".widget-play"))
      ["play or pause", "stop", "repeat"].forEach((words, i) => name(play.querySelectorAll("button")[i], words));
    for (const group of root.querySelectorAll(".widget-toggle-buttons")) {
      group.setAttribute("role", "group");
      name(group, group.querySelector(".widget-label").textContent);
      for (const button of group.querySelectorAll("button"))
        button.setAttribute("aria-pressed", button.classList.contains("mod-active"));
    }
  };
  // noUiSlider's own End goes to the largest value that the slider had when it was made.
  const end = event => {
    if (event.key !== "End" || event.target.getAttribute("role") !== "slider") return;
    event.preventDefault();
    event.stopPropagation();
    event.target.closest(".noUi-target").noUiSlider.set(event.target.getAttribute("aria-valuemax"));
  };
  root.addEventListener("keydown", end, true);
  const changes = {subtree: true, childList: true, characterData: true, attributeFilter: ["class", "disabled"]};
  new MutationObserver(update).observe(root, changes);
  update();
})
