(function () {
  'use strict';
  var decode = function (code) {
    return new TextDecoder().decode(Uint8Array.from(atob(code), function (c) { return c.charCodeAt(0); }));
  };
  var all = document.getElementById('all');
  var buttons = Array.from(document.querySelectorAll('button.reveal'));
  var set = function (button, open) {
    document.getElementById(button.getAttribute('aria-controls')).querySelectorAll('.masked').forEach(function (box) {
      var words = box.querySelector('.words');
      words.textContent = open ? decode(box.dataset.text) : '';
      words.hidden = !open;
      box.querySelector('.veil').hidden = open;
    });
    button.setAttribute('aria-expanded', String(open));
    button.textContent = open ? 'Mask' : 'Show';
  };
  var state = function (button) { return button.getAttribute('aria-expanded') === 'true'; };
  var follow = function () {
    if (all) { all.textContent = buttons.every(state) ? 'Mask all' : 'Show all masked texts'; }
  };
  buttons.forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { set(button, !state(button)); follow(); });
  });
  if (all) {
    all.hidden = false;
    all.addEventListener('click', function () {
      var open = !buttons.every(state);
      buttons.forEach(function (button) { set(button, open); });
      follow();
    });
  }
  window.addEventListener('beforeprint', function () {
    buttons.forEach(function (button) { set(button, false); });
    follow();
  });
}());
