#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace aludel {

/// A revision's place in file order; what every part of the graph calls a revision by.
using RevisionIndex = std::uint32_t;

/// A set of revisions of one graph: one bit each, so that 10,000 of them cost about a kilobyte to
/// copy. Iterates in file order, so that everything computed from it is the same on every machine.
/// Inserting and asking cost O(1); the set operations and a whole iteration cost O(graph / 64 +
/// members).
class RevisionSet {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = RevisionIndex;
    using difference_type = std::ptrdiff_t;
    using pointer = const RevisionIndex*;
    using reference = RevisionIndex;

    Iterator() = default;
    Iterator(const std::vector<std::uint64_t>& words, std::size_t word)
        : words_(&words), word_(word) {
      if (word_ < words.size()) rest_ = words[word_];
      skip_empty_words();
    }
    RevisionIndex operator*() const {
      return static_cast<RevisionIndex>(word_ * 64 +
                                        static_cast<std::size_t>(std::countr_zero(rest_)));
    }
    Iterator& operator++() {
      rest_ &= rest_ - 1;
      skip_empty_words();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    void skip_empty_words() {
      while (rest_ == 0 && word_ < words_->size()) {
        if (++word_ < words_->size()) rest_ = (*words_)[word_];
      }
    }

    const std::vector<std::uint64_t>* words_ = nullptr;
    std::size_t word_ = 0;
    std::uint64_t rest_ = 0;
  };

  RevisionSet() = default;
  /// An empty set with room for a graph of `revisions`; it grows where an index is larger.
  explicit RevisionSet(std::size_t revisions) : words_((revisions + 63) / 64) {}

  /// Whether it was not in the set before.
  bool insert(RevisionIndex revision) {
    const std::size_t word = revision / 64;
    if (word >= words_.size()) words_.resize(word + 1);
    if (contains(revision)) return false;
    words_[word] |= bit(revision);
    ++size_;
    return true;
  }
  /// Whether it was in the set.
  bool erase(RevisionIndex revision) {
    if (!contains(revision)) return false;
    words_[revision / 64] &= ~bit(revision);
    --size_;
    return true;
  }
  [[nodiscard]] bool contains(RevisionIndex revision) const {
    return revision / 64 < words_.size() && (words_[revision / 64] & bit(revision)) != 0;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  RevisionSet& operator|=(const RevisionSet& other) {
    if (words_.size() < other.words_.size()) words_.resize(other.words_.size());
    return combine(other, [](std::uint64_t a, std::uint64_t b) { return a | b; });
  }
  RevisionSet& operator&=(const RevisionSet& other) {
    return combine(other, [](std::uint64_t a, std::uint64_t b) { return a & b; });
  }
  RevisionSet& operator-=(const RevisionSet& other) {
    return combine(other, [](std::uint64_t a, std::uint64_t b) { return a & ~b; });
  }
  friend RevisionSet operator|(RevisionSet a, const RevisionSet& b) { return a |= b; }
  friend RevisionSet operator&(RevisionSet a, const RevisionSet& b) { return a &= b; }
  friend RevisionSet operator-(RevisionSet a, const RevisionSet& b) { return a -= b; }

  [[nodiscard]] Iterator begin() const { return {words_, 0}; }
  [[nodiscard]] Iterator end() const { return {words_, words_.size()}; }

  /// Equal members; the room they were made with does not matter.
  bool operator==(const RevisionSet& other) const {
    return size_ == other.size_ && (*this & other).size_ == size_;
  }

 private:
  static std::uint64_t bit(RevisionIndex revision) { return std::uint64_t{1} << (revision % 64); }

  template <typename Operation>
  RevisionSet& combine(const RevisionSet& other, Operation operation) {
    size_ = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] = operation(words_[i], i < other.words_.size() ? other.words_[i] : 0);
      size_ += static_cast<std::size_t>(std::popcount(words_[i]));
    }
    return *this;
  }

  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

}  // namespace aludel
