// What a flame graph can do beside being looked at: zoom by click, search by / or the word Search,
// reset by Escape. The frames' own places stand in data-x and data-w.
(function () {
  'use strict';
  const svg = document.documentElement.tagName === 'svg' ? document.documentElement
    : document.querySelector('svg');
  const margin = Number(svg.dataset.margin);
  const width = Number(svg.dataset.width) - 2 * margin;
  const frames = Array.from(svg.querySelectorAll('.f'), (group) => ({
    group,
    rect: group.querySelector('rect'),
    text: group.querySelector('text'),
    label: group.querySelector('title').textContent.split('\n')[0],
    told: group.querySelector('title').textContent.replace('\n', ': '),
    x: Number(group.dataset.x),
    width: Number(group.dataset.w),
  }));
  const reset = svg.querySelector('#reset');
  const search = svg.querySelector('#search');
  const told = svg.querySelector('#told');

  function cut(label, room) {
    const letters = Array.from(label);
    const count = Math.floor((room - 6) / 7.3);
    if (count < 3) return '';
    return letters.length <= count ? label : letters.slice(0, count - 2).join('') + '..';
  }

  function zoom(start, span) {
    const end = start + span;
    for (const frame of frames) {
      const left = Math.max(frame.x, start);
      const right = Math.min(frame.x + frame.width, end);
      const shown = right - left > span * 1e-5;
      frame.group.style.display = shown ? '' : 'none';
      frame.group.classList.toggle('caller', shown && frame.width > span * 1.00001);
      if (!shown) continue;
      const x = margin + (left - start) * width / span;
      const wide = (right - left) * width / span;
      frame.rect.setAttribute('x', x);
      frame.rect.setAttribute('width', wide);
      frame.text.setAttribute('x', x + 3);
      frame.text.textContent = cut(frame.label, wide);
    }
    reset.firstChild.textContent = span < width ? 'Reset zoom (Esc)' : '';
  }

  // How much of the whole the matching frames cover, each stretch once.
  function find(pattern) {
    let covered = 0;
    let end = 0;
    const found = frames.filter((frame) => {
      const matches = pattern !== null && pattern.test(frame.label);
      frame.group.classList.toggle('found', matches);
      return matches;
    });
    found.sort((a, b) => a.x - b.x);
    for (const frame of found) {
      const right = frame.x + frame.width;
      covered += Math.max(0, right - Math.max(end, frame.x));
      end = Math.max(end, right);
    }
    search.firstChild.textContent = pattern === null ? 'Search (/)'
      : 'Found ' + (100 * covered / width).toFixed(1) + '% ' + pattern.source;
  }

  function ask() {
    const words = prompt('Functions to look for (a regular expression)', '');
    if (words === null) return;
    try {
      find(words === '' ? null : new RegExp(words));
    } catch (error) {
      told.textContent = error.message;
    }
  }

  for (const frame of frames) {
    frame.group.addEventListener('click', () => zoom(frame.x, frame.width));
    frame.group.addEventListener('mouseover', () => { told.textContent = frame.told; });
    frame.group.addEventListener('mouseout', () => { told.textContent = ''; });
  }
  reset.addEventListener('click', () => zoom(margin, width));
  search.addEventListener('click', ask);
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') zoom(margin, width);
    if (event.key !== '/') return;
    event.preventDefault();
    ask();
  });
  find(null);
})();
