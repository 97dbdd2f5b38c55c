//! The colours of a terminal, each as the nearest of sixteen: those have a token in each theme, and can be read there.

/// The sixteen as a terminal has them, which is what programs have in mind: eight, and the same bright.
const STANDARD: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The steps of each colour in the cube of 6×6×6.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest of the sixteen.
pub(super) fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    let apart = |&(r, g, b): &(u8, u8, u8)| {
        let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        square(r, red) + square(g, green) + square(b, blue)
    };
    (0_u8..).zip(&STANDARD).min_by_key(|(_, known)| apart(known)).map_or(7, |(place, _)| place)
}

/// The nearest of the sixteen to one of the 256: the sixteen, the cube, and the greys.
pub(super) fn of_index(index: u8) -> u8 {
    match index {
        0..=15 => index,
        16..=231 => {
            let place = usize::from(index - 16);
            let step = |place: usize| STEPS.get(place % 6).copied().unwrap_or_default();
            nearest(step(place / 36), step(place / 6), step(place))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            nearest(grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_sixteen_is_itself() {
        for (place, &(red, green, blue)) in (0_u8..).zip(&STANDARD) {
            assert_eq!(nearest(red, green, blue), place);
            assert_eq!(of_index(place), place);
        }
    }

    #[test]
    fn other_colours_find_their_neighbour() {
        assert_eq!(nearest(250, 10, 5), 9, "bright red");
        assert_eq!(nearest(190, 10, 5), 1, "red");
        assert_eq!(of_index(16), 0, "the cube begins with black");
        assert_eq!(of_index(231), 15, "and ends with white");
        assert_eq!(of_index(196), 9, "pure red");
        assert_eq!(of_index(232), 0, "the darkest grey");
        assert_eq!(of_index(244), 8, "the middle one");
    }
}
