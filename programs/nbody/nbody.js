// Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
// of seven numbers; the seed moves the first of them a little.
//@ let work = 0;

function makeBody(x, y, z, vx, vy, vz, mass) {
  return { x: x, y: y, z: z, vx: vx, vy: vy, vz: vz, mass: mass };
}

function makeBodies(seed) {
  const bodies = [makeBody((seed % 1000) / 1024, 0, 0, 0, 0, 0, 40)];
  for (let i = 1; i < 5; i++) {
    const distance = i * 4;
    bodies.push(makeBody(distance, 1, distance / 16, 0.5, 6 / i, 0.25, 0.5 / i));
  }
  return bodies;
}

function advance(bodies, step) {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      //@ work += 1;
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const square = dx * dx + dy * dy + dz * dz;
      const magnitude = step / (square * Math.sqrt(square));
      a.vx -= dx * b.mass * magnitude;
      a.vy -= dy * b.mass * magnitude;
      a.vz -= dz * b.mass * magnitude;
      b.vx += dx * a.mass * magnitude;
      b.vy += dy * a.mass * magnitude;
      b.vz += dz * a.mass * magnitude;
    }
  }
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i];
    body.x += step * body.vx;
    body.y += step * body.vy;
    body.z += step * body.vz;
  }
}

function energy(bodies) {
  let total = 0;
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      total -= a.mass * b.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return total;
}

function run(n, seed) {
  const bodies = makeBodies(seed);
  for (let i = 0; i < n; i++) {
    advance(bodies, 0.001);
  }
  return energy(bodies);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
