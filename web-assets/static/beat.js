// Tells the box how long a lesson was really in view: on the screen, or heard with the screen off. For our own players
// and, beside the bar, for pages of a ZIM. Kept to what ten-year-old phones understand.
(function () {
  'use strict';
  var d = document, own = d.getElementById('chalkbeat');
  if (!own || top !== self) return;
  var url = own.getAttribute('data-beat'), token = own.getAttribute('data-token');
  // Milliseconds not told yet; since when the page is in view, 0 while it is not; whether goodbye was said.
  var seen = 0, since = 0, gone = false;

  // Sends a form without waiting; a page that is closing may still do so.
  function tell(values, closing) {
    var text = ['token=' + token], key;
    for (key in values) text.push(key + '=' + encodeURIComponent(values[key]));
    text = text.join('&');
    var type = 'application/x-www-form-urlencoded';
    try {
      if (navigator.sendBeacon && navigator.sendBeacon(url, new Blob([text], { type: type }))) return;
    } catch (old) { /* an old phone: ask in the old way */ }
    var request = new XMLHttpRequest();
    request.open('POST', url, !closing); // a page that closes must wait here, or the words are lost
    request.setRequestHeader('Content-Type', type);
    try { request.send(text); } catch (away) { /* too far from the box: the next beat tells */ }
  }
  window.chalkTell = tell;

  function heard() {
    var all = d.querySelectorAll('video,audio');
    for (var i = 0; i < all.length; i++) if (!all[i].paused && !all[i].ended) return true;
    return false;
  }
  function count() {
    var now = Date.now();
    if (since) seen += Math.max(now - since, 0);
    since = !d.hidden || heard() ? now : 0;
  }
  function report(leaving) {
    if (gone) return;
    count();
    if (seen < 1000 && !leaving) return;
    // The box counts no more of one beat: a phone that slept was not read.
    tell({ visible_secs: Math.min(seen, 45000) / 1000, leaving: leaving ? 1 : 0 }, leaving);
    seen = 0;
    gone = leaving;
    if (gone) since = 0;
  }
  function again() {
    gone = false;
    count();
  }
  function hush() { if (d.hidden && !heard()) report(true); }

  count();
  setInterval(function () { if (since) report(false); }, 30000);
  d.addEventListener('visibilitychange', function () { if (d.hidden) report(!heard()); else again(); });
  window.addEventListener('pagehide', function () { report(true); });
  // Media events do not bubble, but they are caught on their way down.
  d.addEventListener('play', function () { if (d.hidden) again(); }, true);
  d.addEventListener('pause', hush, true);
  d.addEventListener('ended', hush, true);
})();
