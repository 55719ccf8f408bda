// Draws over each still picture the same one with values to point at. Where that fails, the still picture stays.
(() => {
  const options = { actions: false, renderer: "svg", ast: true };
  const draw = async (figure) => {
    figure.dataset.begun = "yes";
    const live = figure.querySelector(".live");
    try {
      await vegaEmbed(live, JSON.parse(figure.querySelector("script").textContent), options);
      figure.classList.add("drawn");
    } catch (error) {
      live.replaceChildren();
      console.error(error);
    }
  };
  const drawWhatIsShown = () => {
    for (const figure of document.querySelectorAll("figure:not([data-begun])")) {
      if (figure.offsetParent !== null) draw(figure);
    }
  };
  for (const pick of document.querySelectorAll(".pick")) pick.addEventListener("change", drawWhatIsShown);
  drawWhatIsShown();
})();
