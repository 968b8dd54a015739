//! Numbers that mostly are their own places.

/// A list of numbers, the first of which say 0, 1, 2 and so on and take no room.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    straight: u32,
    rest: Vec<u32>,
}

impl Places {
    /// How many.
    pub fn len(&self) -> usize {
        self.straight as usize + self.rest.len()
    }

    /// Whether each is its own place.
    pub fn straight(&self) -> bool {
        self.rest.is_empty()
    }

    /// The number at a place.
    #[inline]
    pub fn get(&self, at: u32) -> Option<u32> {
        match at.checked_sub(self.straight) {
            None => Some(at),
            Some(behind) => self.rest.get(behind as usize).copied(),
        }
    }

    /// All in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.straight).chain(self.rest.iter().copied())
    }

    /// One more.
    #[inline]
    pub fn push(&mut self, number: u32) {
        if self.rest.is_empty() && number == self.straight {
            self.straight += 1;
        } else {
            self.rest.push(number);
        }
    }

    /// Another number at a place, if there is that place.
    pub fn set(&mut self, at: u32, number: u32) {
        if at < self.straight && at != number {
            self.rest.splice(0..0, at..self.straight);
            self.straight = at;
        }
        let place = at.checked_sub(self.straight).and_then(|behind| self.rest.get_mut(behind as usize));
        if let Some(place) = place {
            *place = number;
        }
    }

    /// Gives up the room of those that have come to be their own places again.
    pub fn settle(&mut self) {
        let own = (self.straight..).zip(&self.rest).take_while(|(at, number)| at == *number).count();
        self.rest.drain(..own);
        self.straight += own as u32;
    }

    /// Keeps the first ones.
    pub fn truncate(&mut self, len: usize) {
        self.rest.truncate(len.saturating_sub(self.straight as usize));
        self.straight = self.straight.min(u32::try_from(len).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_list(steps in prop::collection::vec((0u8..4, 0u32..8), 0..40)) {
            let (mut places, mut list) = (Places::default(), Vec::new());
            for (step, number) in steps {
                match step {
                    0 => {
                        places.push(list.len() as u32);
                        list.push(list.len() as u32);
                    }
                    1 => {
                        places.push(number);
                        list.push(number);
                    }
                    2 if !list.is_empty() => {
                        let at = number as usize % list.len();
                        let said = if at.is_multiple_of(2) { at as u32 } else { u32::MAX };
                        places.set(at as u32, said);
                        list[at] = said;
                        places.settle();
                    }
                    _ => {
                        places.truncate(list.len().saturating_sub(1));
                        list.pop();
                    }
                }
                prop_assert_eq!(places.iter().collect::<Vec<_>>(), list.clone());
                prop_assert_eq!(places.len(), list.len());
                prop_assert!((0..9).all(|at| places.get(at) == list.get(at as usize).copied()));
            }
        }
    }
}
