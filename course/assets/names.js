// What ipywidgets leaves out for screen readers: names, the values of sliders, the words of pictures that have changed;
// and a sound End key. Called with an element in the explorer (course/explorers/accessibility.py).
(mark => {
  const REST = 600;  // milliseconds without a change until it is told: not while a slider is still being dragged
  const SOON = 50, TRIES = 200;
  // Firefox and WebKit load the mark's picture before ipywidgets has put it into the explorer.
  const start = tries => {
    const root = mark.closest(".course-explorer");
    if (root) help(root);
    else if (tries) setTimeout(start, SOON, tries - 1);
  };
  const help = root => {
    const name = (element, words) => {
      if (element && element.getAttribute("aria-label") !== words) element.setAttribute("aria-label", words);
    };
    const nameSlider = slider => {
      const words = slider.querySelector(".widget-label").textContent;
      const handle = slider.querySelector(".noUi-handle, .ui-slider-handle"), readout = slider.querySelector(".widget-readout");
      if (!handle) return;
      const track = handle.closest(".noUi-target, .ui-slider"), disabled = track.matches("[disabled], .ui-slider-disabled");
      if (track.matches(".ui-slider")) {  // ipywidgets 7, on Colab: jQuery UI tells the place of a handle by its style only
        handle.setAttribute("role", "slider");
        handle.setAttribute("aria-valuemin", 0);
        handle.setAttribute("aria-valuemax", 100);
        handle.setAttribute("aria-valuenow", Math.round(parseFloat(handle.style.left) || 0));
      }
      name(handle, words);
      handle.setAttribute("aria-valuetext", readout.textContent);  // "d = 10", where it stands for the second of three
      handle.setAttribute("aria-disabled", disabled);
      handle.tabIndex = disabled ? -1 : 0;
      if (!readout.hasAttribute("contenteditable")) return;
      name(readout, words + ", typed");
      readout.setAttribute("role", "textbox");
    };
    const update = () => {
      root.querySelectorAll(".widget-slider").forEach(nameSlider);
      for (const play of root.querySelectorAll(".widget-play"))
        ["play or pause", "stop", "repeat"].forEach((words, i) => name(play.querySelectorAll("button")[i], words));
      for (const group of root.querySelectorAll(".widget-toggle-buttons")) {
        group.setAttribute("role", "group");
        name(group, group.querySelector(".widget-label").textContent);
        for (const button of group.querySelectorAll("button"))
          button.setAttribute("aria-pressed", button.classList.contains("mod-active"));
      }
    };

    // The parts of the pictures' words that a change has made new are told, to who is using the explorer.
    const region = document.createElement("p");
    region.className = "course-news";
    region.setAttribute("role", "status");
    root.append(region);
    const parts = () => [...root.querySelectorAll("svg[role=img] > desc, img[alt], .course-words")]
      .flatMap(element => (element.alt || element.textContent).replace(/([.:;]) /g, "$1\n").split("\n")).filter(Boolean);
    let known = parts(), timer;
    const tell = () => {
      const now = parts(), news = now.filter(part => !known.includes(part));
      known = now;
      if (news.length && root.matches(":focus-within, :hover")) region.textContent = news.join(" ");
    };

    // noUiSlider's own End goes to the largest value that the slider had when it was made.
    const end = event => {
      const track = event.key === "End" && event.target.getAttribute("role") === "slider" && event.target.closest(".noUi-target");
      if (!track) return;
      event.preventDefault();
      event.stopPropagation();
      track.noUiSlider.set(event.target.getAttribute("aria-valuemax"));
    };
    root.addEventListener("keydown", end, true);
    const changes = {subtree: true, childList: true, characterData: true, attributeFilter: ["class", "disabled"]};
    new MutationObserver(() => { update(); clearTimeout(timer); timer = setTimeout(tell, REST); }).observe(root, changes);
    update();
  };
  start(TRIES);
})
