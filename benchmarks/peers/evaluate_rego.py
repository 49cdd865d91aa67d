"""Decides a Rego policy on a plan: python evaluate_rego.py POLICY PLAN. Exits with 1 when something is denied."""

import json
import sys

from regopy import Interpreter

policy, plan = sys.argv[1:]
interpreter = Interpreter()
with open(policy) as file:
    interpreter.add_module("perimeter", file.read())
with open(plan) as file:
    interpreter.set_input(json.load(file))
[denied] = json.loads(str(interpreter.query("data.perimeter.deny")))["expressions"]
print("\n".join(denied))
sys.exit(1 if denied else 0)
