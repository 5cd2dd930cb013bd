// Only makes pages better; every page works without it. Kept to what ten-year-old phones understand.
(function () {
  'use strict';
  var d = document, body = d.body, tell = window.chalkTell;

  function each(list, act) { for (var i = 0; i < list.length; i++) act(list[i]); }

  // A page kept by the back button may show the last child's place: ask the box again.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) location.reload();
  });

  // --- sound and film go on where they stopped; beat.js is there where a visit is counted ---
  if (tell) each(d.querySelectorAll('video[data-at],audio[data-at]'), function (media) {
    var start = parseFloat(media.getAttribute('data-at')) || 0;
    // The stretch played since the last word, and the place last told: a jump ends one stretch and begins the next.
    var from = 0, now = 0, told = 0;
    function tenth(secs) { return isFinite(secs) ? Math.round(secs * 10) / 10 : 0; }
    function resume() {
      if (start > 0 && (!media.duration || start < media.duration - 2)) {
        media.currentTime = from = now = told = start;
      }
      start = 0;
    }
    function place(done) {
      if (!media.seeking) now = media.currentTime;
      if (now === told && !done) return;
      tell({ from_secs: tenth(from), at_secs: tenth(now), of_secs: tenth(media.duration), done: done ? 1 : 0 });
      from = told = now;
    }
    media.addEventListener('timeupdate', function () { if (!media.seeking) now = media.currentTime; });
    // The place is the new one already: `now` is where it was left.
    media.addEventListener('seeking', function () {
      if (now > from) place(false);
      from = now = media.currentTime;
    });
    if (media.readyState > 0) resume(); else media.addEventListener('loadedmetadata', resume);
    setInterval(function () { if (!media.paused) place(false); }, 15000);
    media.addEventListener('pause', function () { place(false); });
    media.addEventListener('ended', function () { place(true); });
    window.addEventListener('pagehide', function () { place(false); });
    d.addEventListener('visibilitychange', function () { if (d.hidden) place(false); });
  });

  // --- a text is read once its end was on the screen for a moment ---
  if (tell) each(d.querySelectorAll('[data-read]'), function (text) {
    var moments = 0, timer = setInterval(function () {
      var end = text.getBoundingClientRect().bottom;
      moments = !d.hidden && end > 0 && end <= window.innerHeight + 8 ? moments + 1 : 0;
      if (moments < 3) return;
      clearInterval(timer);
      tell({ end: 1 });
    }, 1000);
  });

  // --- a page left lying asks “Still you?” by itself ---
  var still = body.getAttribute('data-still'), quiet_ms = 300000, touched = Date.now();
  if (still) {
    each(['touchstart', 'mousedown', 'keydown', 'scroll'], function (name) {
      window.addEventListener(name, function () { touched = Date.now(); }, true);
    });
    setInterval(function () {
      if (Date.now() - touched > quiet_ms) {
        touched = Date.now();
        location.href = still;
      }
    }, 5000);
  }

  // --- words to choose from while typing ---
  each(d.querySelectorAll('input[data-suggest]'), function (field) {
    var url = field.getAttribute('data-suggest'), list = d.createElement('ul');
    var found = [], at = -1, timer = 0, asked = '';
    list.className = 'hints';
    list.id = field.id + '-hints';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', field.getAttribute('data-label'));
    field.parentNode.appendChild(list);
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', list.id);
    field.setAttribute('aria-expanded', 'false');
    field.setAttribute('autocomplete', 'off');

    function close() {
      list.hidden = true;
      at = -1;
      asked = ''; // the same words may be asked for again
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }
    function mark(next) {
      at = next;
      each(list.children, function (item) {
        item.setAttribute('aria-selected', item.id === list.id + at ? 'true' : 'false');
      });
      if (at < 0) field.removeAttribute('aria-activedescendant');
      else field.setAttribute('aria-activedescendant', list.id + at);
    }
    function show(answers) {
      found = answers.slice(0, 8);
      list.textContent = '';
      each(found, function (answer) {
        var item = d.createElement('li'), index = found.indexOf(answer);
        item.id = list.id + index;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        item.setAttribute('dir', 'auto');
        item.textContent = answer.title;
        item.addEventListener('mousedown', function (event) {
          event.preventDefault();
          location.href = answer.url;
        });
        list.appendChild(item);
      });
      if (!found.length) return close();
      list.hidden = false;
      mark(-1);
      field.setAttribute('aria-expanded', 'true');
    }
    function ask() {
      var words = field.value.trim();
      if (words === asked) return;
      asked = words;
      if (words.length < 2) return close();
      var request = new XMLHttpRequest();
      request.open('GET', url + encodeURIComponent(words), true);
      request.onload = function () {
        if (words !== field.value.trim() || request.status !== 200) return;
        try { show(JSON.parse(request.responseText)); } catch (odd) { close(); }
      };
      // Too far from the box just now: the next letter asks again.
      request.onerror = function () { asked = ''; };
      request.send();
    }
    field.addEventListener('input', function () {
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    });
    field.addEventListener('keydown', function (event) {
      if (list.hidden) return;
      if (event.key === 'ArrowDown' || event.key === 'Down') mark((at + 1) % found.length);
      else if (event.key === 'ArrowUp' || event.key === 'Up') mark(at > 0 ? at - 1 : found.length - 1);
      else if (event.key === 'Escape' || event.key === 'Esc') close();
      else if (event.key === 'Enter' && at >= 0) location.href = found[at].url;
      else return;
      event.preventDefault();
    });
    field.addEventListener('blur', close);
    // Whoever typed before this script came is answered too.
    if (d.activeElement === field) ask();
  });
})();
