// Stands in for a coding agent's language model on loopback, so that the agent calls one tool
// without any account. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "clients/programs/stand_ins/model_dialects.hpp"

namespace conform::clients {

class StandInModel {
 public:
  // `told` is called on a thread of the server for each answer, with what the model did. Throws
  // std::runtime_error when no port of 127.0.0.1 can be bound.
  explicit StandInModel(std::function<void(std::string)> told);
  ~StandInModel();
  StandInModel(const StandInModel&) = delete;
  StandInModel& operator=(const StandInModel&) = delete;

  [[nodiscard]] std::string url() const;  // "http://127.0.0.1:PORT", without a path

  // What it asks for in every conversation from now on.
  void asks_for(std::string tool, Json arguments);
  void asks_for_nothing();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
