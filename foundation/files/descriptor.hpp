// Owns a file descriptor, which goes with it. One thread at a time. What close(2) says is not
// looked at: whoever must know whether the last bytes were written closes what release() gives.
#pragma once

namespace conform {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}  // -1: none
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }

  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void reset(int number = -1);  // errno stays
  int release();                // it is the caller's now

 private:
  int number_;
};

}  // namespace conform
