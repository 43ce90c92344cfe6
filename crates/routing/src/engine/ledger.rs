//! Places: how many waiting contacts of one queue and band are ahead of one of them.
//!
//! Everyone who enters draws a ticket. Those who enter in the order of their keys, nearly all, are counted by
//! ticket. The few who enter with an older key (handed on, dropped) are listed apart: they are served first,
//! but whoever waited already keeps the place that was shown.

use std::collections::VecDeque;

use super::waiting::Key;

const TICKETS: u64 = 1024;
const WORDS: usize = 16;

#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    blocks: VecDeque<Block>,
    first_ticket: u64,
    next_ticket: u64,
    last: Option<Key>,
    live: u32,
    late: Vec<(u64, Key)>,
}

#[derive(Clone, Debug)]
struct Block {
    live: u32,
    bits: [u64; WORDS],
    /// The greatest key up to each ticket, so ascending.
    greatest: Vec<Key>,
}

fn word_and_bit(ticket: u64) -> (usize, u64) {
    let within = ticket % TICKETS;
    (
        usize::try_from(within / 64).unwrap_or_default(),
        1 << (within % 64),
    )
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Block {
    const fn new() -> Self {
        Self {
            live: 0,
            bits: [0; WORDS],
            greatest: Vec::new(),
        }
    }

    fn live_before(&self, ticket: u64) -> u32 {
        let (word, bit) = word_and_bit(ticket);
        let whole: u32 = self.bits.iter().take(word).map(|w| w.count_ones()).sum();
        whole
            + self
                .bits
                .get(word)
                .map_or(0, |w| (w & (bit - 1)).count_ones())
    }

    fn first_live(&self) -> Option<usize> {
        let word = self.bits.iter().position(|word| *word != 0)?;
        let bit = self.bits.get(word)?.trailing_zeros();
        Some(word * 64 + usize::try_from(bit).ok()?)
    }
}

impl Ledger {
    pub(super) const fn live(&self) -> u32 {
        self.live
    }

    /// Draws a ticket.
    pub(super) fn enter(&mut self, key: Key) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        if ticket.is_multiple_of(TICKETS) || self.blocks.is_empty() {
            if self.blocks.is_empty() {
                self.first_ticket = ticket - ticket % TICKETS;
            }
            self.blocks.push_back(Block::new());
        }
        if self.last.is_some_and(|last| key < last) {
            self.late.push((ticket, key));
        } else {
            self.last = Some(key);
        }
        let greatest = self.last.unwrap_or(key);
        if let Some(block) = self.blocks.back_mut() {
            let (word, bit) = word_and_bit(ticket);
            if let Some(word) = block.bits.get_mut(word) {
                *word |= bit;
            }
            block.greatest.push(greatest);
            block.live += 1;
        }
        self.live += 1;
        ticket
    }

    /// Gives the ticket back.
    pub(super) fn leave(&mut self, ticket: u64) {
        let newest = self.blocks.len().saturating_sub(1);
        let at = self.block_of(ticket);
        let Some(block) = self.blocks.get_mut(at) else {
            return;
        };
        let (word, bit) = word_and_bit(ticket);
        match block.bits.get_mut(word) {
            Some(word) if *word & bit != 0 => *word &= !bit,
            _ => return,
        }
        block.live -= 1;
        if block.live == 0 && at < newest {
            block.greatest = Vec::new();
        }
        self.live -= 1;
        self.late.retain(|(late, _)| *late != ticket);
        while self.blocks.len() > 1 && self.blocks.front().is_some_and(|block| block.live == 0) {
            self.blocks.pop_front();
            self.first_ticket += TICKETS;
        }
    }

    /// How many are counted ahead of the holder of the ticket.
    pub(super) fn ahead(&self, ticket: u64, key: Key) -> u32 {
        if self.late.iter().all(|(late, _)| *late != ticket) {
            return self.live_before(ticket);
        }
        let boundary = self.first_reaching(key, ticket);
        let late = self
            .late
            .iter()
            .filter(|(late, known)| (boundary..ticket).contains(late) && *known < key);
        self.live_before(boundary) + narrow(late.count())
    }

    /// The key of the oldest.
    pub(super) fn oldest(&self) -> Option<Key> {
        let block = self.blocks.iter().find(|block| block.live > 0)?;
        let first = block.greatest.get(block.first_live()?).copied();
        let late = self.late.iter().map(|(_, key)| *key).min();
        first.into_iter().chain(late).min()
    }

    fn block_of(&self, ticket: u64) -> usize {
        let blocks = ticket.saturating_sub(self.first_ticket) / TICKETS;
        usize::try_from(blocks).unwrap_or(usize::MAX)
    }

    fn live_before(&self, ticket: u64) -> u32 {
        let at = self.block_of(ticket);
        let whole: u32 = self.blocks.iter().take(at).map(|block| block.live).sum();
        whole
            + self
                .blocks
                .get(at)
                .map_or(0, |block| block.live_before(ticket))
    }

    /// The first ticket by which a key not less than this had entered.
    fn first_reaching(&self, key: Key, at_most: u64) -> u64 {
        let mut start = self.first_ticket;
        for block in &self.blocks {
            let within = block.greatest.partition_point(|greatest| *greatest < key);
            if within < block.greatest.len() {
                return at_most.min(start + u64::from(narrow(within)));
            }
            start += TICKETS;
        }
        at_most
    }
}
