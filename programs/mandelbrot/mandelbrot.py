# The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
# which row to begin, and the result depends on the order.
#@ work = 0


def iterations(cx, cy):
    #@ global work
    x = 0.0
    y = 0.0
    count = 0
    while count < 50:
        #@ work += 1
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            break
        y = 2.0 * x * y + cy
        x = xx - yy + cx
        count += 1
    return count


def run(n, seed):
    value = 0
    for i in range(n):
        row = (i + seed % 1000) % n
        cy = 2.0 * row / n - 1.0
        for column in range(n):
            cx = 3.0 * column / n - 2.0
            value = (value * 31 + iterations(cx, cy)) % 65521
    return value
