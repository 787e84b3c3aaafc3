// The axes of figures, for what draws them anew: values, shares of the way, round values and how they are written.
const figureAxes = (() => {
  "use strict";
  // An axis as the drawing tells it, "log 1 1000": values are bent, then they are shares of the way from its start to its end.
  const bends = {
    linear: [v => v, v => v], time: [v => v, v => v], log: [Math.log, Math.exp],
    symlog: [(v, c) => Math.sign(v) * Math.log1p(Math.abs(v) / c), (v, c) => Math.sign(v) * Math.expm1(Math.abs(v)) * c],
    pow: [(v, e) => Math.sign(v) * Math.abs(v) ** e, (v, e) => Math.sign(v) * Math.abs(v) ** (1 / e)],
  };
  const axis = ({ dataset }, name, direction) => {
    const [kind, ...numbers] = (dataset[name] ?? "").split(" "), [low, high, constant] = numbers.map(Number);
    if (!bends[kind]) return [];
    const [bend, unbend] = bends[kind], start = bend(low, constant), length = bend(high, constant) - start, title = dataset[name + "Title"] ?? name;
    const share = value => (bend(value, constant) - start) / length, value = share => unbend(start + share * length, constant);
    return [{ name, kind, direction, title, key: title + dataset[name], share, value }];
  };
  const written = (value, kind, span) => {
    const size = Math.abs(value), digits = Math.max(4, Math.ceil(Math.log10(size / span)) + 3);
    if (kind === "time") return new Date(size < 8e12 ? value * 1000 : 0).toISOString().slice(0, span > 3e5 ? 10 : 19).replace("T", " ");
    return (size && (size >= 1e7 || size < 1e-4) ? value.toExponential(2) : `${+value.toPrecision(Math.min(15, digits))}`).replaceAll("-", "−");
  };
  // About so many round values of an axis between two of it.
  const seconds = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 2629800, 7889400, 31557600];
  const ticks = ({ kind, share, value }, low, high, count) => {
    const places = [...Array(2 * count + 2).keys()], least = (high - low) / count, power = 10 ** Math.floor(Math.log10(least));
    const factor = [1, 2, 5, 10].find(factor => factor * power >= least * .75), time = kind === "time" && least > 1 && seconds.find(s => s >= least);
    const isBent = kind !== "linear" && kind !== "time" && (low <= 0 || high > 5 * low), from = share(low), step = time || factor * power;
    const round = places.map(place => isBent ? +value(from + place / 2 / count * (share(high) - from)).toPrecision(1) : (Math.ceil(low / step) + place) * step);
    return [...new Set(round)].filter(tick => tick >= low && tick <= high);
  };
  return { axis, written, ticks };
})();
