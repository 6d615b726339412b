// Draws client/media/icon.png: two crossing fade curves on a rounded square. `node scripts/icon.mjs`
import { mkdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 256;
const SAMPLES = 4;
const RADIUS = 56;
const STROKE = 20;
const LEFT = 46;
const RIGHT = SIZE - 46;
const TOP = 72;
const BOTTOM = SIZE - 72;

const BACKGROUND = [
  [27, 50, 77],
  [14, 26, 44],
];
const OLD = [245, 158, 66];
const NEW = [77, 208, 196];

const mix = (a, b, share) => a.map((value, index) => value + (b[index] - value) * share);
const clamp = (value) => Math.min(1, Math.max(0, value));

/** How far along its way from left to right a fade is at `x`: 0 to 1. */
const progress = (x) => clamp((x - LEFT) / (RIGHT - LEFT));

/** The height of the rising curve at `x`, an equal-power fade. */
const rising = (x) => BOTTOM - (BOTTOM - TOP) * (0.5 - 0.5 * Math.cos(Math.PI * progress(x)));
const falling = (x) => TOP + BOTTOM - rising(x);

/** Whether a point lies under the pen that draws a curve. */
function drawn(curve, x, y) {
  const first = Math.max(LEFT, x - STROKE / 2);
  const last = Math.min(RIGHT, x + STROKE / 2);
  for (let at = first; at <= last; at += 0.5)
    if (Math.hypot(x - at, y - curve(at)) <= STROKE / 2) return true;
  return false;
}

function insideSquare(x, y) {
  const dx = Math.max(RADIUS - x, x - (SIZE - RADIUS), 0);
  const dy = Math.max(RADIUS - y, y - (SIZE - RADIUS), 0);
  return Math.hypot(dx, dy) <= RADIUS;
}

/** The colour and opacity of one point. */
function colourAt(x, y) {
  if (!insideSquare(x, y)) return [0, 0, 0, 0];
  let colour = mix(BACKGROUND[0], BACKGROUND[1], y / SIZE);
  const share = progress(x);
  if (drawn(falling, x, y)) colour = mix(colour, OLD, 1 - 0.62 * share);
  if (drawn(rising, x, y)) colour = mix(colour, NEW, 0.38 + 0.62 * share);
  return [...colour, 255];
}

/** One pixel, averaged over a grid of points; the colour counts by its opacity. */
function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let index = 0; index < SAMPLES * SAMPLES; index += 1) {
    const x = column + ((index % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(index / SAMPLES) + 0.5) / SAMPLES;
    const [red, green, blue, alpha] = colourAt(x, y);
    for (const [channel, value] of [red, green, blue].entries()) sum[channel] += (value * alpha) / 255;
    sum[3] += alpha;
  }
  const covered = sum[3] / 255;
  const colour = sum.slice(0, 3).map((value) => (covered === 0 ? 0 : Math.round(value / covered)));
  return [...colour, Math.round(sum[3] / (SAMPLES * SAMPLES))];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function png() {
  const rows = [];
  for (let row = 0; row < SIZE; row += 1) {
    const line = [0];
    for (let column = 0; column < SIZE; column += 1) line.push(...pixel(column, row));
    rows.push(Buffer.from(line));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const data = deflateSync(Buffer.concat(rows), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const media = new URL('../client/media/', import.meta.url);
mkdirSync(media, { recursive: true });
writeFileSync(new URL('icon.png', media), png());
