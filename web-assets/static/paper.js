// Shows a book page by page with pdf.js, and goes on where its reader stopped. Where it cannot run (an old phone, a
// locked or broken file) the link to the file stays as it was. A module: phones that know none never load it.
const CANVASES_MAX = 5; // alive at once, at most 10 MB each
const CANVAS_PIXELS_MAX = 2_500_000;
const SHARPER = 2; // than the screen, so that letters stay clear when two fingers enlarge them
const IMAGE_BYTES_MAX = 32_000_000; // larger pictures are made smaller while they are read
const READ_MS = 2_000; // a page passed more quickly was not looked at

const paper = document.getElementById('paper');
const leaves = []; // one for each page: {box, canvas, task}
let book, current = 1, told = 0, timer = 0, painting = false;

async function open() {
  const pdf = await import(paper.dataset.core);
  pdf.GlobalWorkerOptions.workerSrc = paper.dataset.worker;
  book = await pdf.getDocument({
    url: paper.dataset.source,
    wasmUrl: paper.dataset.decoders,
    canvasMaxAreaInBytes: IMAGE_BYTES_MAX,
    // Only what is looked at is fetched: a thousand pages open like ten.
    disableAutoFetch: true,
    disableStream: true,
  }).promise;
  const first = await book.getPage(1);
  lay(shape(first));
  const closed = document.getElementById('closed'), file = closed.querySelector('a');
  file.className = 'quiet'; // who needs a voice that reads, or to search, still opens the file
  paper.append(file);
  closed.hidden = true;
  paper.hidden = false;
  history.scrollRestoration = 'manual';
  const at = Number(paper.dataset.at);
  if (at > 1) go(at);
  show(current);
}

/** Width by height, as CSS takes it. */
function shape(page) {
  const { width, height } = page.getViewport({ scale: 1 });
  return `${width} / ${height}`;
}

/** A white leaf for each page, as long as the first one until its own is known. */
function lay(ratio) {
  const middle = new IntersectionObserver((seen) => {
    const now = seen.filter((one) => one.isIntersecting).pop();
    if (now) show(leaves.findIndex(({ box }) => box === now.target) + 1);
  }, { rootMargin: '-49% 0px -50% 0px' });
  const all = paper.querySelector('.leaves');
  for (let number = 1; number <= book.numPages; number += 1) {
    const box = document.createElement('div');
    box.className = 'leaf';
    box.style.aspectRatio = ratio;
    leaves.push({ box });
    all.append(box);
    middle.observe(box);
  }
  const [back, next] = paper.querySelectorAll('button');
  back.addEventListener('click', () => go(current - 1));
  next.addEventListener('click', () => go(current + 1));
}

function go(number) {
  const to = Math.min(Math.max(number, 1), leaves.length);
  leaves[to - 1].box.scrollIntoView({ block: 'start' });
  show(to);
}

/** Page `number` is the one looked at. */
function show(number) {
  current = number;
  paper.querySelector('output').textContent = `${number} / ${leaves.length}`;
  const [back, next] = paper.querySelectorAll('button');
  back.disabled = number === 1;
  next.disabled = number === leaves.length;
  clearTimeout(timer);
  timer = setTimeout(note, READ_MS);
  paint();
}

/** Tells the box the place, if this visit is counted. */
function note() {
  clearTimeout(timer);
  if (!book || told === current || !window.chalkTell) return;
  told = current;
  window.chalkTell({ page: current, pages: leaves.length });
}

/** The pages whose pictures are kept, the most wanted first. */
function wanted() {
  const near = [0, 1, -1, 2, -2].slice(0, CANVASES_MAX).map((step) => current + step);
  return near.filter((number) => number >= 1 && number <= leaves.length);
}

/** Draws the wanted pages one after the other, and lets go of all others. */
async function paint() {
  const keep = wanted();
  leaves.forEach((leaf, index) => {
    if (keep.includes(index + 1)) return;
    leaf.task?.cancel();
    if (leaf.canvas) {
      leaf.canvas.width = leaf.canvas.height = 0; // gives its memory back at once, not when it is next tidied up
      leaf.canvas.remove();
    }
    leaf.canvas = undefined;
  });
  if (painting) return;
  painting = true;
  for (let number; (number = wanted().find((one) => !leaves[one - 1].canvas));) await draw(number);
  painting = false;
}

async function draw(number) {
  const leaf = leaves[number - 1], canvas = document.createElement('canvas');
  leaf.canvas = canvas;
  leaf.box.append(canvas);
  try {
    const page = await book.getPage(number);
    leaf.box.style.aspectRatio = shape(page);
    const plain = page.getViewport({ scale: 1 });
    const fit = (leaf.box.clientWidth * (window.devicePixelRatio || 1) * SHARPER) / plain.width;
    const most = Math.sqrt(CANVAS_PIXELS_MAX / (plain.width * plain.height));
    const viewport = page.getViewport({ scale: Math.min(fit, most) });
    if (leaf.canvas !== canvas) return; // passed by meanwhile
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    leaf.task = page.render({ canvas, viewport });
    await leaf.task.promise;
    page.cleanup();
  } catch (fault) {
    if (fault?.name !== 'RenderingCancelledException') console.warn(`page ${number} cannot be drawn`, fault);
  } finally {
    leaf.task = undefined;
  }
}

window.addEventListener('pagehide', note);
document.addEventListener('visibilitychange', () => { if (document.hidden) note(); });
open().catch((fault) => console.warn('the book opens as a file only', fault));
