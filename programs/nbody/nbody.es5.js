// Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
// of seven numbers; the seed moves the first of them a little.
//@ var work = 0;

function makeBody(x, y, z, vx, vy, vz, mass) {
  return { x: x, y: y, z: z, vx: vx, vy: vy, vz: vz, mass: mass };
}

function makeBodies(seed) {
  var bodies = [makeBody((seed % 1000) / 1024, 0, 0, 0, 0, 0, 40)];
  for (var i = 1; i < 5; i++) {
    var distance = i * 4;
    bodies.push(makeBody(distance, 1, distance / 16, 0.5, 6 / i, 0.25, 0.5 / i));
  }
  return bodies;
}

function advance(bodies, step) {
  for (var i = 0; i < bodies.length; i++) {
    var a = bodies[i];
    for (var j = i + 1; j < bodies.length; j++) {
      //@ work += 1;
      var b = bodies[j];
      var dx = a.x - b.x;
      var dy = a.y - b.y;
      var dz = a.z - b.z;
      var square = dx * dx + dy * dy + dz * dz;
      var magnitude = step / (square * Math.sqrt(square));
      a.vx -= dx * b.mass * magnitude;
      a.vy -= dy * b.mass * magnitude;
      a.vz -= dz * b.mass * magnitude;
      b.vx += dx * a.mass * magnitude;
      b.vy += dy * a.mass * magnitude;
      b.vz += dz * a.mass * magnitude;
    }
  }
  for (var i = 0; i < bodies.length; i++) {
    var body = bodies[i];
    body.x += step * body.vx;
    body.y += step * body.vy;
    body.z += step * body.vz;
  }
}

function energy(bodies) {
  var total = 0;
  for (var i = 0; i < bodies.length; i++) {
    var a = bodies[i];
    total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
    for (var j = i + 1; j < bodies.length; j++) {
      var b = bodies[j];
      var dx = a.x - b.x;
      var dy = a.y - b.y;
      var dz = a.z - b.z;
      total -= a.mass * b.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return total;
}

function run(n, seed) {
  var bodies = makeBodies(seed);
  for (var i = 0; i < n; i++) {
    advance(bodies, 0.001);
  }
  return energy(bodies);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
