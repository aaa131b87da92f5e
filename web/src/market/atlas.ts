import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import topology from "world-atlas/countries-110m.json";
import { numericCodes } from "./countries";

/** The drawing's size in its own units. */
export const width = 960;
export const height = 440;

const world = topology as unknown as Topology<{ countries: GeometryCollection }>;
const countries = feature(world, world.objects.countries).features.filter((f) => f.id !== "010"); // without Antarctica
const projection = geoNaturalEarth1().fitExtent([[0, 0], [width, height]], { type: "FeatureCollection", features: countries });
const path = geoPath(projection).digits(1);
const outline = (shape: GeoPermissibleObjects) => path(shape) ?? "";

/** All land, and the borders between countries, as SVG paths. */
export const land = outline({ type: "FeatureCollection", features: countries });
export const borders = outline(mesh(world, world.objects.countries, (a, b) => a !== b));

/** Countries (ISO 3166-1 alpha-2) as one SVG path, and the middle of the largest of them; null where the map draws none. */
export function shapeOf(codes: readonly string[]): { path: string; middle: [number, number] } | null {
  const wanted = numericCodes(codes);
  const found = countries.filter((f) => wanted.has(String(f.id)));
  if (!found.length) return null;
  const largest = found.reduce((a, b) => (path.area(a) > path.area(b) ? a : b));
  return { path: outline({ type: "FeatureCollection", features: found }), middle: path.centroid(largest) };
}

/** Where a place, latitude and longitude in degrees, stands on the map. */
export const pointOf = ([latitude, longitude]: readonly number[]): [number, number] | null => projection([longitude ?? 0, latitude ?? 0]);
