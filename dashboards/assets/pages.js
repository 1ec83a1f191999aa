/* What Dash asks of the browser itself: the address with the scheme of colours, and a click. */

(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const asked = () => ({ href: window.location.href, scheme: dark.matches ? "dark" : "light" });

  dark.addEventListener("change", () => window.dash_clientside.set_props("asked", { data: asked() }));

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    dashboards: {
      ask: () => asked(),
      follow: (click, figure) => {
        const links = figure?.layout?.meta?.links;
        const point = click?.points?.[0];
        const to = links && point && links.to[point[links.axis]];
        return to || window.dash_clientside.no_update;
      },
    },
  });
})();
