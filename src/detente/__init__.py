"""detente"""
